package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.scope.Scopes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GitHub's tree of scopes. */
class GitHubScopesTest {

  private final ScopeCatalog catalog = GitHubScopes.catalog();

  @ParameterizedTest
  @CsvSource({
    "repo,              repo:status repo_deployment public_repo repo:invite security_events",
    "write:packages,    read:packages",
    "admin:org,         write:org read:org manage_runners:org",
    "write:org,         read:org",
    "admin:public_key,  write:public_key read:public_key",
    "admin:repo_hook,   write:repo_hook read:repo_hook",
    "admin:gpg_key,     write:gpg_key read:gpg_key",
    "user,              read:user user:email user:follow",
    "project,           read:project",
    "codespace,         codespace:secrets",
    "audit_log,         read:audit_log",
    "admin:enterprise,  manage_runners:enterprise manage_billing:enterprise read:enterprise",
    "public_repo,       ''",
    "workflow,          ''",
    "delete_repo,       ''",
    "delete:packages,   ''",
    "admin:org_hook,    ''",
    "gist,              ''",
    "notifications,     ''",
    "site_admin,        ''"
  })
  void aScopeImpliesWhatItContainsAndNothingElse(String name, String implied) {
    Scopes granted = catalog.of(name);
    List<String> covered =
        catalog.scopes().stream().map(scope -> scope.name()).filter(granted::covers).toList();
    assertEquals(
        1 + (implied.isEmpty() ? 0 : implied.split(" ", -1).length),
        covered.size(),
        covered::toString);
    if (!implied.isEmpty()) {
      assertTrue(covered.containsAll(List.of(implied.split(" ", -1))), covered::toString);
    }
  }

  @Test
  void aSetIsKeptWithoutWhatItImplies() {
    assertEquals("gist user", catalog.of("user", "gist", "user:email").toString());
  }

  @Test
  void everyScopeIsDescribedInOneLine() {
    catalog
        .scopes()
        .forEach(scope -> assertTrue(scope.description().matches("[A-Z].{5,60}"), scope::toString));
    assertEquals(42, catalog.scopes().size());
  }
}
