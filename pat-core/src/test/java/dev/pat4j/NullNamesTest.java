package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.store.LoggedEvent;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A null is refused by the name of what it was given as, not by that of a variable of ours. */
class NullNamesTest {

  private static final Instant NOW = Lab.START;

  private final Lab lab = new Lab();
  private final TokenId id = lab.issue().id();
  private final OwnedTokens mine = lab.mine();
  private final TokenAdministration all = lab.tokens.administration();

  private static void assertNamed(String name, Executable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
  }

  @Test
  void inARequest() {
    TokenRequest.Builder request = TokenRequest.forOwner("ada");
    assertNamed("owner", () -> TokenRequest.forOwner(null));
    assertNamed("name", () -> request.name(null));
    assertNamed("attribute name", () -> request.attribute(null, "v"));
    assertNamed("attribute 'k'", () -> request.attribute("k", null));
    assertNamed("scopes", () -> request.scopes((String[]) null));
    assertNamed("scopes", () -> request.scopes((List<String>) null));
    assertNamed("scope name", () -> request.scopes("repo", null));
    assertNamed("address ranges", () -> request.allowedAddresses((String[]) null));
    assertNamed("address range", () -> request.allowedAddresses((String) null));
    assertNamed("lifetime", () -> request.expiresAfter(null));
    assertNamed("expiry", () -> request.expiresAt(null));
    assertNamed("request", () -> lab.tokens.issue(null));
  }

  @Test
  void inAnImport() {
    TokenImport.Builder old = TokenImport.forOwner("ada", NOW);
    assertNamed("owner", () -> TokenImport.forOwner(null, NOW));
    assertNamed("createdAt", () -> TokenImport.forOwner("ada", null));
    assertNamed("name", () -> old.name(null));
    assertNamed("scopes", () -> old.scopes((String[]) null));
    assertNamed("scope name", () -> old.scopes(Arrays.asList("repo", null)));
    assertNamed("from", () -> old.lastUsedAt(NOW, null));
    assertNamed("revocation", () -> old.revoked(null, "ada", ""));
    assertNamed("actor", () -> old.revoked(NOW, null, ""));
    assertNamed("reason", () -> old.revoked(NOW, "ada", null));
    assertNamed("lastEight", () -> old.lastEight(null));
    assertNamed("attribute name", () -> old.attribute(null, "v"));
    assertNamed("sha256", () -> old.sha256((String) null));
    assertNamed("sha256", () -> old.sha256((byte[]) null));
    assertNamed("reference", () -> old.reference(null));
  }

  @Test
  void inAChange() {
    assertNamed("owner", () -> lab.tokens.ownedBy(null));
    assertNamed("name", () -> mine.rename(id, null));
    assertNamed("scope names", () -> mine.changeScopes(id, (String[]) null));
    assertNamed("scope names", () -> mine.changeScopes(id, (List<String>) null));
    assertNamed("attributes", () -> mine.changeAttributes(id, null));
    assertNamed(
        "attribute 'k'", () -> mine.changeAttributes(id, Collections.singletonMap("k", null)));
    assertNamed("address ranges", () -> mine.changeAllowedAddresses(id, (String[]) null));
    assertNamed("expiry", () -> mine.regenerate(id, null));
    assertNamed("reason", () -> mine.revoke(id, null));
    assertNamed("actor", () -> all.revoke(id, null, ""));
    assertNamed("reason", () -> all.revoke(id, "root", null));
  }

  @Test
  void inTheRecordOfAnEvent() {
    LoggedEvent event = LoggedEvent.of(NOW, id, "ada", LoggedEvent.ISSUED);
    assertNamed("owner", () -> LoggedEvent.of(NOW, id, null, LoggedEvent.ISSUED));
    assertNamed("actor", () -> event.by(null));
    assertNamed("address", () -> event.from(null));
    assertNamed("detail", () -> event.saying(null));
  }
}
