package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verification;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.MariaDbServer;
import dev.pat4j.databases.PostgresServer;
import dev.pat4j.databases.RequiresEngine;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the demo keeps its tokens, and what it says when it cannot. */
class TokenDatabaseTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;

  private static HttpResponse<String> user(DemoProcess demo, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(demo.url() + "/user"))
            .header("Authorization", "Bearer " + token)
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static void assertAda(DemoProcess demo, String token) throws Exception {
    HttpResponse<String> answer = user(demo, token);
    assertEquals(200, answer.statusCode());
    assertTrue(answer.body().contains("\"login\": \"ada\""), answer.body());
  }

  private DemoProcess demo(String... more) throws Exception {
    return DemoProcess.start(folder, flags(more));
  }

  private static String[] flags(String... more) {
    return Stream.concat(Stream.of("-Dport=0"), Arrays.stream(more)).toArray(String[]::new);
  }

  private static String[] keptIn(Database database) {
    return new String[] {
      "-Ddb=" + database.address(),
      "-Ddb.user=" + database.user(),
      "-Ddb.password=" + database.password()
    };
  }

  @Nested
  class InTheDataFolder {

    @Test
    void aTokenWorksAgainAfterARestart() throws Exception {
      String token;
      try (DemoProcess demo = demo()) {
        token = demo.variable("TOKEN");
        assertTrue(
            demo.out().contains(" target/git-host/tokens.mv.db (survives a restart)"), demo.out());
        demo.terminate();
        demo.waitForExit();
      }
      try (DemoProcess demo = demo()) {
        assertAda(demo, token);
        assertEquals("", demo.err());
      }
    }

    @Test
    void whatWasAcknowledgedRightBeforeACrashHolds() throws Exception {
      List<String> said = Writer.runAndKill(folder, 100);
      Properties properties = new Properties();
      properties.setProperty("data", folder.toString());
      try (TokenDatabase database = TokenDatabase.open(DatabaseAddress.from(properties, folder))) {
        PersonalAccessTokens tokens = PersonalAccessTokens.builder(database.store()).build();
        for (String line : said) {
          String[] words = line.split(" ", -1);
          Verification outcome = tokens.verify(words[1]);
          assertEquals(words[0], outcome.fold(token -> "issued", why -> "revoked"), line);
        }
      }
    }

    @Test
    void aSecondDemoInTheSameFolderIsToldInOneLine() throws Exception {
      try (DemoProcess demo = demo();
          DemoProcess second = DemoProcess.launch(folder, "-Dport=0")) {
        OptionsTest.assertOneLine(
            second,
            "target/git-host/tokens.mv.db is held open by another process, most likely by a demo"
                + " that still runs: stop that, or give this one a folder of its own with"
                + " -Ddata=FOLDER");
        assertAda(demo, demo.variable("TOKEN"));
      }
    }

    @Test
    void aFileThatIsNoneIsToldInOneLine() throws Exception {
      Files.writeString(folder.resolve("tokens.mv.db"), "my tokens: ".repeat(2_000));
      Properties properties = new Properties();
      properties.setProperty("data", folder.toString());

      assertSaid(properties, "tokens.mv.db is no file of this database (");
      assertSaid(properties, "): move it away, or choose another folder with -Ddata=FOLDER");
    }
  }

  private static Properties properties(String url, String user, String password) {
    Properties properties = new Properties();
    properties.setProperty("db", url);
    properties.setProperty("db.user", user);
    properties.setProperty("db.password", password);
    return properties;
  }

  private static Properties onlyAddress(Database database) {
    Properties properties = new Properties();
    properties.setProperty("db", database.address());
    return properties;
  }

  private void assertSaid(Properties properties, String said) {
    DatabaseAddress address = DatabaseAddress.from(properties, folder);
    String message =
        assertThrows(Options.Unusable.class, () -> TokenDatabase.open(address)).getMessage();
    assertTrue(message.contains(said), message);
    assertEquals(1, message.lines().count(), message);
    assertFalse(message.contains("sesame"), message);
  }

  /** A process that issues and revokes as fast as it can, and says so. */
  static final class Writer {

    private Writer() {}

    /** The lines that it had said when it was killed, as by kill -9: at least so many. */
    static List<String> runAndKill(Path folder, int lines) throws Exception {
      Path out = Files.createTempFile(folder, "writer", ".out");
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Writer.class.getName(),
                  folder.toString())
              .redirectOutput(out.toFile())
              .redirectError(Redirect.INHERIT)
              .start();
      while (writer.isAlive() && Files.readString(out).lines().count() <= lines) {
        Thread.sleep(10);
      }
      assertTrue(writer.isAlive(), "the writer ended by itself");
      writer.destroyForcibly().waitFor();
      String said = Files.readString(out);
      return said.substring(0, said.lastIndexOf('\n')).lines().toList();
    }

    public static void main(String[] arguments) {
      Properties properties = new Properties();
      properties.setProperty("data", arguments[0]);
      DatabaseAddress address = DatabaseAddress.from(properties, Path.of(arguments[0]));
      PersonalAccessTokens tokens =
          PersonalAccessTokens.builder(TokenDatabase.open(address).store()).build();
      for (int i = 0; ; i++) {
        IssuedToken issued =
            tokens.issue(TokenRequest.forOwner("owner" + i).neverExpires().build());
        boolean revoked = i % 2 == 0;
        if (revoked) {
          tokens.ownedBy("owner" + i).revoke(issued.token().id(), "");
        }
        System.out.println((revoked ? "revoked " : "issued ") + issued.secret().reveal());
      }
    }
  }

  @Test
  void aServerThatIsNotThereIsToldInOneLine() throws Exception {
    int free;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = taken.getLocalPort();
    }
    for (String kind : new String[] {"postgresql", "mariadb"}) {
      String url = "jdbc:" + kind + "://127.0.0.1:" + free + "/pat";
      assertSaid(properties(url + "?password=sesame", "ada", "x"), url + " cannot be reached (");
      assertSaid(properties(url, "ada", "sesame"), "are the host and the port in -Ddb right?");
    }
  }

  @Test
  void whatNoDriverMakesSenseOfIsToldInOneLine() {
    for (String url : new String[] {"jdbc:postgresql://h:port/n", "jdbc:mariadb:x", "jdbc:h2:"}) {
      assertSaid(properties(url, "ada", "sesame"), url);
    }
  }

  @Test
  void noDriverAddsAWordOfItsOwn() throws Exception {
    try (DemoProcess demo =
        DemoProcess.launch(folder, flags("-Ddb=jdbc:postgresql://u:sesame@h:port/n"))) {
      OptionsTest.assertOneLine(
          demo,
          "-Ddb='jdbc:postgresql://h:port/n' is no address of a database: jdbc:postgresql://");
    }
  }

  @Nested
  @RequiresEngine(Engine.POSTGRESQL)
  class OnPostgreSql {

    private final Database database = PostgresServer.shared().newDatabase();

    @Test
    void aTokenWorksAgainAfterARestartAndOnASecondHost() throws Exception {
      String token;
      try (DemoProcess demo = demo(keptIn(database))) {
        token = demo.variable("TOKEN");
        assertTrue(
            demo.out().contains(" " + database.address() + " (survives a restart)"), demo.out());
        assertFalse(demo.out().contains("=" + database.password()), "the password is shown");
      } // killed, as by kill -9
      try (DemoProcess demo = demo(keptIn(database));
          DemoProcess other = demo("-Ddb=" + database.url(), "-Ddata=other")) {
        assertAda(demo, token);
        assertAda(other, token);
        assertFalse(other.out().contains("=" + database.password()), "the password is shown");
        assertEquals("", demo.err() + other.err());
      }
    }

    @Test
    void aPasswordThatIsNotGivenIsAskedFor() {
      assertSaid(onlyAddress(database), " refuses the connection (");
      assertSaid(onlyAddress(database), "): give -Ddb.user=USER and -Ddb.password=PASSWORD");
    }

    @Test
    void aWrongPasswordIsToldInOneLineAndNothingElseIs() throws Exception {
      String[] wrong = keptIn(database);
      wrong[2] = "-Ddb.password=open sesame";
      try (DemoProcess demo = DemoProcess.launch(folder, flags(wrong))) {
        OptionsTest.assertOneLine(
            demo,
            database.address()
                + " does not accept this user with this password: give them with"
                + " -Ddb.user=USER and -Ddb.password=PASSWORD");
      }
    }

    @Test
    void aDatabaseThatDoesNotExistIsToldInOneLine() {
      assertSaid(
          properties(database.address() + "x", database.user(), database.password()),
          "x does not exist on that server: create it, or mend its name in -Ddb");
    }

    @Test
    @DisplayName("tables that are not those of this version are told, with the way out")
    void tablesOfANewerVersionAreToldInOneLine() throws Exception {
      Properties mine = properties(database.address(), database.user(), database.password());
      TokenDatabase.open(DatabaseAddress.from(mine, folder)).close();
      try (Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("ALTER TABLE pat_token DROP COLUMN last_eight");
      }
      assertSaid(mine, "the tokens in " + database.address() + ": ");
    }
  }

  @Nested
  @RequiresEngine(Engine.MARIADB)
  class OnMariaDb {

    private final Database database = MariaDbServer.shared().newDatabase();

    @Test
    void aTokenWorksAgainAfterARestart() throws Exception {
      String token;
      try (DemoProcess demo = demo(keptIn(database))) {
        token = demo.variable("TOKEN");
      }
      try (DemoProcess demo = demo(keptIn(database))) {
        assertAda(demo, token);
        assertEquals("", demo.err());
      }
    }

    @Test
    void whatIsWrongIsToldInOneLine() {
      assertSaid(
          properties(database.address(), database.user(), "sesame"),
          "does not accept this user with this password");
      Properties withoutPassword = onlyAddress(database);
      withoutPassword.setProperty("db.user", database.user());
      assertSaid(withoutPassword, "give them with -Ddb.user=USER and -Ddb.password=PASSWORD");
      assertSaid(
          properties("jdbc:mariadb://127.0.0.1:1/x", database.user(), database.password()),
          "cannot be reached");
      assertSaid(
          properties(database.address() + "x", database.user(), database.password()),
          "x does not exist on that server: create it");
    }
  }
}
