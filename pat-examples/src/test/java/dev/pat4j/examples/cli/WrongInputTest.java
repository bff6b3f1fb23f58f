package dev.pat4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.jdbc.JdbcTokenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said in one line where the command line, a file or the database is wrong. */
class WrongInputTest {

  @TempDir Path folder;

  private final Lab lab = new Lab();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list --unused-for 90 | a time is a whole number and a unit",
        "list --unused-for -1d | a time is a whole number and a unit",
        "list --unused-for 999999999d | at most ten thousand years",
        "list --limit 0 | --limit is at least 1, not 0",
        "list --nonsense | Unknown option",
        "issue --owner ada | Missing required option: '--expires=WHEN'",
        "issue --expires 1d | Missing required option: '--owner",
        "issue --owner ada --expires tomorrow | a token expires after a time (30d)",
        "issue --owner ada --expires 2027-02-30 | a token expires after a time (30d)",
        "issue --owner ada --expires 0d | a token expires after a time (30d)",
        "issue --owner ada --expires 2020-01-01 | is not in the future",
        "issue --owner ada --expires 1d --from 192.0.2.300 | 192.0.2.300",
        "show | Missing required parameter: 'ID'",
        "show 0 | an id is the number that list shows",
        "show x | an id is the number that list shows",
        "prune | Missing required option: '--dead-for=TIME'",
      })
  void whatMakesNoSenseIsToldWithTheWayOut(String line, String message) {
    String[] words = line.strip().split(" ", -1);
    lab.pat(words[0], Arrays.copyOfRange(words, 1, words.length)).says(2, message);
  }

  @Test
  void aCommandIsNeeded() {
    lab.run().says(2, "Missing required subcommand");
    lab.run("lits").says(2, "Unmatched argument at index 0: 'lits'");
    assertTrue(lab.run("--help").exits(0).out().contains("Exit codes:"));
  }

  @Test
  @DisplayName("threat 17: a token pasted into a wrong place is not repeated")
  void aPastedTokenIsNotRepeated() {
    String secret = lab.issue();
    for (String[] line :
        new String[][] {
          {"show", secret}, {"list", secret}, {"issue", "--expires", secret}, {secret}
        }) {
      Lab.Result result = lab.run(line).exits(2);
      assertFalse((result.out() + result.err()).contains(secret.substring(5)), result.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"repo within", "repo, , x", "repo under x", "repo, repo", "a within b"})
  void aListOfScopesThatIsNoneIsTold(String list) {
    lab.run(
            "issue",
            "--db",
            lab.database.address(),
            "--user",
            lab.database.user(),
            "--owner",
            "ada",
            "--expires",
            "1d",
            "--catalog",
            list)
        .says(2, "scope");
  }

  @Test
  void aDatabaseThatIsAwayIsToldWithItsOwnCode() {
    String url = "jdbc:postgresql://127.0.0.1:1/pat";
    lab.run("list", "--db", url + "?password=sesame").says(3, url + " cannot be reached");
    lab.run("list", "--db", "jdbc:h2:" + folder.resolve("no")).says(3, "does not exist");
    lab.run("list", "--db", "jdbc:oracle:x").says(2, "is no address of a database");
    lab.run("list").says(2, "no database is named: say --db URL");
    lab.environment.put("PAT_DB_PASSWORD", "sesame");
    Lab.Result wrong = lab.pat("list");
    wrong.says(3, "does not accept this user with this password");
    assertFalse(wrong.err().contains("sesame"), wrong.err());
  }

  @Test
  void tablesAreMadeOnlyWhenThatIsSaid() {
    String url = "jdbc:h2:" + folder.resolve("new");
    lab.run("list", "--db", url, "--migrate").exits(0);
    lab.run("list", "--db", url).exits(0);
  }

  @Test
  void theConfigSaysWhatIsNotSaid() throws IOException {
    Path config = folder.resolve("pat.properties");
    Files.writeString(folder.resolve("k1.hex"), "0f".repeat(32) + "\n");
    Files.writeString(
        config,
        "db = %s%ndb.user = %s%ndb.password = %s%nprefix = acme%nhash-key = k1=k1.hex%n"
                .formatted(lab.database.address(), lab.database.user(), lab.database.password())
            + "scopes = repo, repo:status within repo\nmaximum-lifetime = 30d\n");
    lab.environment.clear();
    String[] issue = {
      "issue", "--config", config.toString(), "--owner", "ada", "--scopes", "repo", "--expires"
    };
    String secret = lab.run(with(issue, "30d")).exits(0).out().strip();
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 0x0f);
    PersonalAccessTokens host =
        PersonalAccessTokens.builder(JdbcTokenStore.builder(lab.database.dataSource()).build())
            .format(TokenFormat.withPrefix("acme"))
            .scopes(Catalog.parse("repo, repo:status within repo").declared())
            .hasher(TokenHasher.hmacSha256("k1", key))
            .clock(() -> lab.now)
            .build();
    assertEquals(Set.of("repo"), host.verify(secret).fold(ok -> ok.scopes().names(), why -> why));
    lab.run(with(issue, "31d")).says(1, "a token may live at most");
    lab.run("audit", "--config", config.toString()).exits(0);
  }

  private static String[] with(String[] words, String last) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  @Test
  void aConfigThatIsNotUnderstoodIsTold() throws IOException {
    Path config = folder.resolve("pat.properties");
    lab.run("list", "--config", config.toString()).says(2, "cannot be read");
    for (Map.Entry<String, String> wrong :
        Map.of(
                "databse = x", "says [databse]; known are [db,",
                "db = x\nmaximum-lifetime = 30", "maximum-lifetime in --config: a time is",
                "db = \\u00zz", "cannot be read")
            .entrySet()) {
      Files.writeString(config, wrong.getKey());
      lab.run("audit", "--config", config.toString()).says(2, wrong.getValue());
    }
  }

  @Test
  @DisplayName("a hash key that is none is told without what is in its file")
  void aHashKeyThatIsNoneIsTold() throws IOException {
    Path key = folder.resolve("key");
    String[] issue = {"--owner", "ada", "--expires", "1d", "--hash-key"};
    lab.pat("issue", with(issue, "k1=" + key)).says(2, "the hash key cannot be read");
    lab.pat("issue", with(issue, "k1")).says(2, "a hash key is NAME=FILE");
    Files.writeString(key, "abcd1234");
    lab.pat("issue", with(issue, "k1=" + key)).says(2, "32");
    Files.writeString(key, "open sesame");
    Lab.Result result = lab.pat("issue", with(issue, "k1=" + key));
    result.says(2, "is not in hexadecimal");
    assertFalse(result.err().contains("sesame"), result.err());
  }

  @Test
  void thePasswordComesFromAFileOrFromATerminal() throws IOException {
    lab.environment.clear();
    Path file = folder.resolve("password");
    Files.writeString(file, lab.database.password() + "\n");
    lab.pat("list", "--password-file", file.toString()).exits(0);
    assertEquals(List.of(), lab.asked);
    lab.answer = Optional.of(lab.database.password());
    lab.pat("list").exits(0);
    assertEquals(List.of("Password of " + lab.database.user() + ": "), lab.asked);
  }
}
