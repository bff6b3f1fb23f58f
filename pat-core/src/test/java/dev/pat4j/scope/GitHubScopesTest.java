package dev.pat4j.scope;

import static dev.pat4j.scope.ScopeCatalog.within;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue of GitHub's classic tokens, read from a table of names and parents. */
class GitHubScopesTest {

  private final ScopeCatalog github = read();

  @ParameterizedTest
  @CsvSource({
    "repo, public_repo",
    "repo, repo:status",
    "repo, security_events",
    "admin:org, write:org",
    "admin:org, read:org",
    "write:org, read:org",
    "admin:org, manage_runners:org",
    "user, user:email",
    "write:packages, read:packages",
    "codespace, codespace:secrets",
    "admin:enterprise, read:enterprise"
  })
  void impliesDownwardsOnly(String wide, String narrow) {
    assertTrue(github.of(wide).covers(narrow));
    assertFalse(github.of(narrow).covers(wide));
  }

  @ParameterizedTest
  @CsvSource({
    "repo, delete_repo",
    "repo, workflow",
    "write:packages, delete:packages",
    "admin:org, admin:org_hook",
    "admin:org, read:enterprise",
    "write:org, manage_runners:org",
    "user, read:org",
    "site_admin, repo"
  })
  void impliesNothingByTheLookOfANameOrTheSizeOfARole(String held, String wanted) {
    assertFalse(github.of(held).covers(wanted));
  }

  @ParameterizedTest
  @CsvSource({
    "user gist user:email, gist user",
    "read:org write:org admin:org, admin:org",
    "repo public_repo delete_repo, delete_repo repo",
    "read:org read:user, read:org read:user"
  })
  void normalisesAsGitHubDoes(String asked, String stored) {
    Scopes scopes = github.parse(asked);
    assertEquals(stored, scopes.toString());
    assertEquals(Set.of(stored.split(" ", -1)), scopes.names());
  }

  @Test
  void knowsWhatIsEnoughForAScope() {
    assertEquals(List.of("admin:org", "write:org", "read:org"), github.sufficientFor("read:org"));
    assertEquals(List.of("repo", "public_repo"), github.sufficientFor("public_repo"));
    assertEquals(List.of("workflow"), github.sufficientFor("workflow"));
  }

  private static ScopeCatalog read() {
    ScopeCatalog.Builder catalog = ScopeCatalog.builder();
    try (BufferedReader table =
        new BufferedReader(
            new InputStreamReader(
                GitHubScopesTest.class.getResourceAsStream("/github-scopes.csv"),
                StandardCharsets.UTF_8))) {
      table
          .lines()
          .skip(1)
          .map(line -> line.split(",", -1))
          .forEach(
              row -> catalog.scope(row[0], row[0], row[1].isEmpty() ? Set.of() : within(row[1])));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return catalog.build();
  }
}
