package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be chosen, and what is said when it cannot be. */
class OptionsTest {

  @TempDir Path folder;

  @Test
  void everythingHasADefault() {
    Properties none = new Properties();
    none.setProperty("data", folder.toString());
    Options options = Options.from(none);
    assertEquals(8080, options.port());
    assertEquals("127.0.0.1", options.host().getHostAddress());
    assertEquals(Optional.empty(), options.adaPassword());
    assertEquals(Optional.empty(), options.gracePassword());
    assertEquals(false, options.gitPassword());
    assertEquals(folder.resolve("tokens.mv.db").toString(), options.database().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port          | eighty          | -Dport='eighty' is no port",
        "port          | -1              | is no port",
        "port          | +1              | is no port",
        "port          | 65536           | is no port",
        "port          | ''              | is no port",
        "port          | ٨٠٨٠            | is no port",
        "host          | ''              | -Dhost='' is no address",
        "host          | no.such.invalid | is no address",
        "ada.password  | ''              | -Dada.password must not be blank",
        "grace.password| ' '             | must not be blank",
        "git.password  | yes             | must be true or false",
        "data          | ''              | -Ddata must not be blank; leave it out for target/git-host",
        "data          | ' '             | -Ddata must not be blank",
        "data          | /dev/null/x     | is no folder that can be written",
        "data          | /proc/x         | is no folder that can be written",
        "data          | target/a;b      | H2 reads a semicolon in its own way",
        "db            | ''              | -Ddb='' is no database that is known here",
        "db            | postgres://x/y  | jdbc:postgresql://HOST/NAME or jdbc:mariadb://HOST/NAME",
        "db            | jdbc:oracle:x   | -Ddb='jdbc:oracle:x' is no database that is known here",
        "db            | sql://u:pw@h/n?password=pw | -Ddb='sql://h/n' is no database",
        "db.user       | ada             | -Ddb.user is for a database: name it with -Ddb=URL",
        "db.password   | open sesame     | -Ddb.password is for a database"
      })
  void nonsenseIsNamedInOneLine(String name, String value, String said) {
    Properties properties = new Properties();
    properties.setProperty("data", folder.toString());
    properties.setProperty(name, value);
    Options.Unusable refused = assertThrows(Options.Unusable.class, () -> Options.from(properties));
    assertTrue(refused.getMessage().contains(said), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void aPortInUseIsSaidInOneLineAndNothingIsStarted() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DemoProcess demo =
            DemoProcess.launch(
                folder, "-Dport=" + taken.getLocalPort(), "-Ddata=" + folder.resolve("new"))) {
      assertOneLine(demo, ":" + taken.getLocalPort() + " (Address already in use); choose another");
      assertFalse(Files.exists(folder.resolve("new")), "an empty folder is left behind");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "prot, port",
    "Port, port",
    "por, port",
    "hosst, host",
    "dara, data",
    "ada-password, ada.password",
    "ada.pasword, ada.password",
    "db_user, db.user",
    "DB, db"
  })
  void anOptionThatIsNoneButNearlyOneIsFoundOut(String typo, String meant) {
    Properties properties = new Properties();
    properties.setProperty("data", folder.toString());
    properties.setProperty(typo, "1");
    Options.Unusable refused = assertThrows(Options.Unusable.class, () -> Options.from(properties));
    assertEquals(
        "there is no option -D" + typo + "; is -D" + meant + " meant?", refused.getMessage());
  }

  @Test
  void whatElseIsAmongThePropertiesOfAProcessIsNoneOfOurs() {
    Properties properties = new Properties();
    properties.putAll(System.getProperties());
    for (String other : new String[] {"x", "id", "report", "user", "ada", "password"}) {
      properties.setProperty(other, "1");
    }
    properties.setProperty("data", folder.toString());
    assertEquals(folder, Options.from(properties).data());
  }

  @Test
  void aFolderThatCannotBeIsSaidInOneLine() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    try (DemoProcess demo = DemoProcess.launch(folder, "-Dport=0", "-Ddata=" + file)) {
      assertOneLine(demo, "-Ddata='" + file + "' is no folder that can be written");
    }
  }

  @Test
  void aFolderThatHoldsSomethingElseIsSaidInOneLine() throws Exception {
    Path file = Files.createFile(folder.resolve("repositories"));
    try (DemoProcess demo = DemoProcess.launch(folder, "-Dport=0", "-Ddata=" + folder)) {
      assertOneLine(demo, "cannot start: java.nio.file.FileAlreadyExistsException: " + file);
    }
  }

  @Test
  void anAddressOfAnotherMachineIsSaidInOneLine() throws Exception {
    try (DemoProcess demo = DemoProcess.launch(folder, "-Dport=0", "-Dhost=192.0.2.1")) {
      assertOneLine(demo, "192.0.2.1:0 (Cannot assign requested address)");
    }
  }

  static void assertOneLine(DemoProcess demo, String said) throws Exception {
    assertEquals(2, demo.waitForExit());
    assertEquals("", demo.out());
    assertEquals(1, demo.err().lines().count(), demo.err());
    assertTrue(demo.err().startsWith("git host: "), demo.err());
    assertTrue(demo.err().contains(said), demo.err());
  }
}
