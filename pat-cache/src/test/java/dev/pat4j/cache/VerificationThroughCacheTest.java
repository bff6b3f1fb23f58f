package dev.pat4j.cache;

import static dev.pat4j.RejectionReason.ADDRESS_NOT_ALLOWED;
import static dev.pat4j.RejectionReason.CHECKSUM_MISMATCH;
import static dev.pat4j.RejectionReason.CORRUPT;
import static dev.pat4j.RejectionReason.EXPIRED;
import static dev.pat4j.RejectionReason.INSUFFICIENT_SCOPE;
import static dev.pat4j.RejectionReason.MALFORMED;
import static dev.pat4j.RejectionReason.OWNER_INACTIVE;
import static dev.pat4j.RejectionReason.POLICY_NOT_MET;
import static dev.pat4j.RejectionReason.REVOKED;
import static dev.pat4j.RejectionReason.UNKNOWN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.RejectionReason;
import dev.pat4j.TokenPolicy;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStoreException;
import dev.pat4j.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The library on two nodes, whose caches are warm. */
class VerificationThroughCacheTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final InMemoryTokenStore rows = new InMemoryTokenStore();
  private final TestClock clock = TestClock.at(NOON);
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();
  private final Node here = node(builder -> builder);
  private final Node there = node(builder -> builder);
  private final IssuedToken issued = here.issue("repo", "gist");
  private final TokenId id = issued.token().id();
  private final String token = issued.secret().reveal();

  private Node node(UnaryOperator<PersonalAccessTokens.Builder> configuration) {
    return new Node(
        rows,
        clock,
        builder -> configuration.apply(builder.owners(owner -> !disabled.contains(owner))));
  }

  @Test
  void aWarmVerificationCallsNoStore() {
    here.warm(token);
    here.store.forgetCalls();
    for (int i = 0; i < 100; i++) {
      here.verified(token);
    }
    assertEquals(List.of(), here.store.calls());
  }

  @Test
  @DisplayName("threat 31: the cost of a refused request: no store call if malformed, else one")
  void aRefusedRequestCostsAtMostOneReadAndTheNextNone() {
    here.store.forgetCalls();
    assertEquals(MALFORMED, here.refused("acme_"));
    assertEquals(
        CHECKSUM_MISMATCH, here.refused("acme_" + "0".repeat(30) + token.substring(35, 41)));
    assertEquals(List.of(), here.store.calls());
    IssuedToken gone = there.issue();
    there.mine().delete(gone.token().id());
    String unknown = gone.secret().reveal();
    here.store.forgetCalls();
    for (int i = 0; i < 100; i++) {
      assertEquals(UNKNOWN, here.refused(unknown));
    }
    assertEquals(List.of("findByDigest"), here.store.calls());
  }

  @Test
  @DisplayName("threat 10: revoked with a warm cache on two nodes: refused by both")
  void revokedOnOneNodeIsRefusedByTheOther() {
    warmBoth(token);
    here.mine().revoke(id, "laptop lost");
    assertRefused(REVOKED, token);
    there.store.forgetCalls();
    assertRefused(REVOKED, token);
    assertEquals(List.of(), there.store.calls(), "that it is revoked is held, too");
  }

  @Test
  @DisplayName("threat 10: a deleted token does not live on in a cache (NocoDB: up to 3 days)")
  void deletedOnOneNodeIsRefusedByTheOther() {
    warmBoth(token);
    here.mine().delete(id);
    assertRefused(UNKNOWN, token);
  }

  @Test
  @DisplayName("threat 10: narrowed scopes hold at once, with warm caches")
  void narrowedOnOneNodeIsNarrowOnTheOther() {
    warmBoth(token);
    here.mine().changeScopes(id, "gist");
    for (Node node : List.of(here, there)) {
      Verification outcome = node.tokens.verify(token).requiring("repo:read");
      assertEquals(INSUFFICIENT_SCOPE, assertInstanceOf(Rejected.class, outcome).reason());
      assertEquals("gist", node.verified(token).scopes().toString());
    }
  }

  @Test
  @DisplayName("threat 10: a regenerated token's old secret is dead on both nodes")
  void regeneratedOnOneNodeIsRegeneratedOnTheOther() {
    warmBoth(token);
    String next = here.mine().regenerate(id).secret().reveal();
    assertRefused(UNKNOWN, token);
    warmBoth(next);
  }

  @Test
  @DisplayName("threat 10: an expiry that was brought forward holds with warm caches")
  void rotatedOnOneNodeExpiresOnTheOther() {
    warmBoth(token);
    String next = here.mine().rotate(id, Duration.ofMinutes(5)).secret().reveal();
    warmBoth(token);
    warmBoth(next);
    clock.advance(Duration.ofMinutes(5));
    assertRefused(EXPIRED, token);
    here.verified(next);
  }

  @Test
  @DisplayName("threat 10: narrowed addresses hold with warm caches")
  void addressesNarrowedOnOneNodeHoldOnTheOther() {
    warmBoth(token);
    here.mine().changeAllowedAddresses(id, "192.0.2.0/24");
    assertRefused(ADDRESS_NOT_ALLOWED, token);
    assertInstanceOf(Verified.class, there.tokens.verify(token, "192.0.2.9"));
  }

  @Test
  @DisplayName("threats 11, 30: expiry is decided at use, from a warm cache, to the millisecond")
  void expiryIsDecidedAtUse() {
    warmBoth(token);
    clock.set(NOON.plus(Duration.ofHours(1)).minus(MILLISECOND));
    warmBoth(token);
    clock.advance(MILLISECOND);
    assertRefused(EXPIRED, token);
    assertEquals(List.of(), here.store.calls(), "from memory");
    assertEquals(List.of(), there.store.calls(), "from memory");
  }

  @Test
  @DisplayName("threat 9: a disabled owner is refused at the next request, from a warm cache")
  void aDisabledOwnerIsRefused() {
    warmBoth(token);
    disabled.add("ada");
    assertRefused(OWNER_INACTIVE, token);
    disabled.remove("ada");
    warmBoth(token);
  }

  @Test
  void aStricterPolicyHoldsForWhatIsHeld() {
    warmBoth(token);
    PersonalAccessTokens strict =
        here.library(builder -> builder.policy(TokenPolicy.maximumLifetime(MILLISECOND)));
    assertEquals(POLICY_NOT_MET, reason(strict.verify(token)));
    assertEquals(List.of(), here.store.calls());
  }

  @Test
  @DisplayName("threat 30: a corrupt row is refused from memory, too, and accepted once mended")
  void aCorruptRowIsRefused() {
    warmBoth(token);
    change(row -> row.scopes("no:such:scope"));
    assertRefused(CORRUPT, token);
    assertRefused(CORRUPT, token);
    change(row -> row.scopes("gist"));
    warmBoth(token);
  }

  @Test
  void whileKeysRotateBothDigestsAreAnsweredFromMemory() {
    TokenHasher older = TokenHasher.hmacSha256("k1", new byte[32]);
    Node before = node(builder -> builder.hasher(older));
    String old = before.issue().secret().reveal();
    TokenHasher newer = TokenHasher.hmacSha256("k2", "x".repeat(32).getBytes(US_ASCII));
    UnaryOperator<PersonalAccessTokens.Builder> rotating =
        builder -> builder.hasher(newer.replacing(older));
    Node one = node(rotating).warm(old);
    Node other = node(rotating).warm(old);

    one.tokens.flush();
    assertEquals(List.of(), rows.find(TokenQuery.all().hashedUnder("k1")), "re-keyed");
    one.warm(old);
    other.warm(old);
    assertEquals(UNKNOWN, before.refused(old), "its row is under the newer key now");
  }

  @Test
  void aUseIsWrittenOnceAlthoughTheRowIsHeld() {
    here.warm(token);
    here.tokens.flush();
    here.store.forgetCalls();
    here.verified(token);
    here.tokens.flush();
    assertEquals(List.of(), here.store.calls(), "the row that is held knows of that use");
    clock.advance(Duration.ofMinutes(1));
    here.verified(token);
    here.tokens.flush();
    assertEquals(List.of("touch"), here.store.calls());
  }

  @Test
  void aTokenInUseDoesNotBecomeInactiveInMemory() {
    Node limited =
        node(
            builder ->
                builder
                    .lastUseInterval(Duration.ofMinutes(1))
                    .policy(TokenPolicy.builder().inactivityLimit(Duration.ofMinutes(5)).build()));
    limited.warm(token);
    for (int minute = 0; minute < 20; minute++) {
      clock.advance(Duration.ofMinutes(1));
      limited.verified(token);
      limited.tokens.flush();
    }
    assertEquals(0, limited.store.reads(), "it is held all the time");
    clock.advance(Duration.ofMinutes(5));
    assertEquals(POLICY_NOT_MET, limited.refused(token));
  }

  /** Only for as long as the feed vouches, which one that shares the store's fate does not do. */
  @Test
  void aStoreThatBreaksLetsNobodyInWhoIsNotHeld() {
    String other = here.issue().secret().reveal();
    there.warm(token);
    there.store.failAfterNextCall(new TokenStoreException("down", null));
    there.verified(token);
    assertThrows(TokenStoreException.class, () -> there.tokens.verify(other));
    there.verified(other);
  }

  private void change(UnaryOperator<StoredToken.Builder> change) {
    StoredToken row = rows.findById(id).orElseThrow();
    assertTrue(rows.replace(row, change.apply(row.toBuilder()).build()));
  }

  private void warmBoth(String secret) {
    here.warm(secret);
    there.warm(secret);
  }

  private void assertRefused(RejectionReason reason, String secret) {
    assertEquals(reason, here.refused(secret));
    assertEquals(reason, there.refused(secret));
  }

  private static RejectionReason reason(Verification outcome) {
    return assertInstanceOf(Rejected.class, outcome).reason();
  }
}
