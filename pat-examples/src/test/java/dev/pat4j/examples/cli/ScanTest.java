package dev.pat4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pat scan}. */
class ScanTest {

  @TempDir Path folder;

  private final Lab lab = new Lab();

  private Lab.Result scan(String... more) {
    String[] words = {"scan", "--prefix", "acme", folder.toString()};
    return lab.run(Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new));
  }

  @Test
  @DisplayName("threat 17: a token that leaked is found, and not shown again")
  void aLeakedTokenIsFoundAndNotShown() throws IOException {
    String secret = lab.issue();
    Files.writeString(folder.resolve("deploy.sh"), "# deploys\nTOKEN=" + secret + "\n");
    Lab.Result result = scan().exits(1);
    assertEquals(folder.resolve("deploy.sh") + ":2:7: acme_***\n", result.out());
    assertEquals("1 token in 1 file.\n", result.err());
    JsonObject found = scan("--json").exits(1).json().asJsonArray().getJsonObject(0);
    assertEquals(2, found.getInt("line"));
    assertEquals("acme", found.getString("prefix"));
    assertFalse((result.out() + scan("--json").out()).contains(secret.substring(5)));
  }

  @Test
  void whereThereIsNoneTheCodeSaysSo() throws IOException {
    Files.writeString(folder.resolve("a"), "acme_" + "0".repeat(36));
    Lab.Result result = scan("--json").exits(0);
    assertEquals(0, result.json().asJsonArray().size());
    assertEquals("No token in 1 file.\n", result.err());
  }

  @Test
  void whatCannotBeScannedIsTold() {
    String no = folder.resolve("no").toString();
    lab.run("scan", no).says(2, "cannot be scanned");
    assertEquals("", lab.run("scan", "--json", no).exits(2).out());
    lab.run("scan", "--history", folder.toString()).exits(2);
  }

  @Test
  void longWorkShowsHowFarItIs() {
    ScanProgress progress = new ScanProgress(lab.surroundings());
    progress.scanned("a", 1 << 20);
    assertEquals("", lab.said());
    lab.now = Lab.NOW.plus(Duration.ofSeconds(5));
    progress.scanned("b", 1 << 20);
    assertTrue(lab.said().startsWith("2 read (2 MiB), 0 found"), lab.said());
  }
}
