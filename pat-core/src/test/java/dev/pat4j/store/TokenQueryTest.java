package dev.pat4j.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenHasher;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenQueryTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final TokenQuery ALL = TokenQuery.all();

  private final StoredToken row =
      StoredToken.builder(new TokenId(7), TokenHasher.sha256().digest("t"), "sha256", "ada", NOON)
          .build();

  @Test
  void allSaysNothingAndMatchesEverything() {
    assertEquals(Optional.empty(), ALL.owner());
    assertEquals(Optional.empty(), ALL.liveAt());
    assertEquals(Optional.empty(), ALL.revoked());
    assertEquals(Optional.empty(), ALL.inactiveSince());
    assertFalse(ALL.isNeverUsed());
    assertEquals(Optional.empty(), ALL.expiringFrom());
    assertEquals(Optional.empty(), ALL.expiringTo());
    assertEquals(Optional.empty(), ALL.unwarnedWithin());
    assertEquals(Optional.empty(), ALL.anyScope());
    assertEquals(Optional.empty(), ALL.family());
    assertEquals(Optional.empty(), ALL.mintedBy());
    assertEquals(Optional.empty(), ALL.hashKeyId());
    assertEquals(Optional.empty(), ALL.after());
    assertEquals(100, ALL.limit());
    assertTrue(ALL.matches(row));
    assertTrue(ALL.matches(revoked()));
  }

  @Test
  void everyConditionCanBeReadByAStore() {
    TokenQuery query = everything();
    assertEquals(Optional.of("ada"), query.owner());
    assertEquals(Optional.of(NOON), query.liveAt());
    assertEquals(Optional.of(false), query.revoked());
    assertEquals(Optional.of(NOON.plusMillis(1)), query.inactiveSince());
    assertTrue(query.isNeverUsed());
    assertEquals(Optional.of(NOON.plusMillis(2)), query.expiringFrom());
    assertEquals(Optional.of(NOON.plusMillis(3)), query.expiringTo());
    assertEquals(Optional.of(Duration.ofMillis(1)), query.unwarnedWithin());
    assertEquals(Optional.of(Set.of("repo")), query.anyScope());
    assertEquals(Optional.of(new TokenId(1)), query.family());
    assertEquals(Optional.of(new TokenId(2)), query.mintedBy());
    assertEquals(Optional.of("k1"), query.hashKeyId());
    assertEquals(Optional.of(new TokenId(3)), query.after());
    assertEquals(5, query.limit());
  }

  @Test
  void aConditionIsAddedToACopyOfTheOthers() {
    TokenQuery query = everything();
    TokenQuery grace = query.ownedBy("grace");
    assertEquals(Optional.of("ada"), query.owner(), "the query itself has not changed");
    assertEquals(Optional.of("grace"), grace.owner());
    assertEquals(query.liveAt(), grace.liveAt());
    assertEquals(query.revoked(), grace.revoked());
    assertEquals(query.inactiveSince(), grace.inactiveSince());
    assertEquals(query.isNeverUsed(), grace.isNeverUsed());
    assertEquals(query.expiringFrom(), grace.expiringFrom());
    assertEquals(query.expiringTo(), grace.expiringTo());
    assertEquals(query.unwarnedWithin(), grace.unwarnedWithin());
    assertEquals(query.anyScope(), grace.anyScope());
    assertEquals(query.family(), grace.family());
    assertEquals(query.mintedBy(), grace.mintedBy());
    assertEquals(query.hashKeyId(), grace.hashKeyId());
    assertEquals(query.after(), grace.after());
    assertEquals(query.limit(), grace.limit());
    assertEquals(Optional.empty(), TokenQuery.all().owner());
  }

  @Test
  void everyConditionMustHold() {
    StoredToken matching =
        StoredToken.builder(new TokenId(7), row.digest(), "k1", "ada", NOON)
            .scopes("gist repo")
            .expiresAt(NOON.plusMillis(2))
            .family(new TokenId(1))
            .mintedBy(new TokenId(2))
            .build();
    assertTrue(everything().matches(matching));
    assertFalse(everything().ownedBy("grace").matches(matching));
    assertFalse(everything().unwarnedWithin(Duration.ofMillis(2)).matches(matching));
    assertFalse(everything().after(new TokenId(7)).matches(matching));
    assertFalse(everything().matches(row));
  }

  @Test
  @DisplayName("threat 16: owners are compared exactly")
  void theOwnerIsComparedExactly() {
    assertTrue(ALL.ownedBy("ada").matches(row));
    for (String other : new String[] {"Ada", "ada ", "ad\u0430", "", "grace"}) {
      assertFalse(ALL.ownedBy(other).matches(row), other);
    }
  }

  @Test
  void liveIsNeitherRevokedNorExpired() {
    assertTrue(ALL.liveAt(NOON).matches(row));
    assertFalse(ALL.liveAt(NOON).matches(revoked()));
    StoredToken expiring = row.toBuilder().expiresAt(NOON).build();
    assertTrue(ALL.liveAt(NOON.minusMillis(1)).matches(expiring));
    assertFalse(ALL.liveAt(NOON).matches(expiring), "expired at its expiry");
  }

  @Test
  void revokedAndNeverRevokedAreOpposites() {
    assertTrue(ALL.revoked(true).matches(revoked()));
    assertFalse(ALL.revoked(true).matches(row));
    assertFalse(ALL.revoked(false).matches(revoked()));
    assertTrue(ALL.revoked(false).matches(row));
  }

  @Test
  void inactiveIsLastActiveBefore() {
    assertFalse(ALL.inactiveSince(NOON).matches(row), "created at the time itself");
    assertTrue(ALL.inactiveSince(NOON.plusMillis(1)).matches(row));
    StoredToken used = used(NOON.plusMillis(5));
    assertFalse(ALL.inactiveSince(NOON.plusMillis(5)).matches(used));
    assertTrue(ALL.inactiveSince(NOON.plusMillis(6)).matches(used));
  }

  @Test
  void neverUsedHasNoLastUse() {
    assertTrue(ALL.neverUsed().matches(row));
    assertFalse(ALL.neverUsed().matches(used(NOON)));
  }

  @Test
  void expiringIncludesTheBeginningAndNotTheEnd() {
    TokenQuery query = ALL.expiringBetween(NOON, NOON.plusMillis(2));
    assertFalse(query.matches(expiring(NOON.minusMillis(1))));
    assertTrue(query.matches(expiring(NOON)));
    assertTrue(query.matches(expiring(NOON.plusMillis(1))));
    assertFalse(query.matches(expiring(NOON.plusMillis(2))));
    assertFalse(query.matches(row), "never expires");
  }

  @Test
  void unwarnedIsNeitherWarnedOfNorMadeWithinTheThresholdBeforeTheExpiry() {
    Instant end = NOON.plusMillis(10);
    StoredToken expiring = expiring(end);
    TokenQuery nine = ALL.unwarnedWithin(Duration.ofMillis(9));
    assertTrue(nine.matches(expiring), "made ten before");
    assertFalse(ALL.unwarnedWithin(Duration.ofMillis(10)).matches(expiring), "made for ten");
    assertFalse(nine.matches(row), "never expires");
    assertTrue(nine.matches(expiring.toBuilder().expiryWarnedAt(end.minusMillis(10)).build()));
    assertFalse(nine.matches(expiring.toBuilder().expiryWarnedAt(end.minusMillis(9)).build()));
    assertFalse(nine.matches(expiring.toBuilder().expiryWarnedAt(end.plusMillis(1)).build()));
    assertTrue(nine.matches(expiring.toBuilder().expiryWarnedAt(NOON.minusMillis(5)).build()));
    assertFalse(nine.matches(expiring.toBuilder().issuedAt(end.minusMillis(9)).build()));
    assertFalse(nine.matches(expiring.toBuilder().rotatedAt(NOON).build()), "rotated away");
    assertTrue(ALL.unwarnedWithin(Duration.ZERO).matches(expiring));
  }

  @Test
  void aThresholdIsCutSoThatAStoreCanCountInMilliseconds() {
    assertEquals(
        Optional.of(Duration.ofMillis(7)),
        ALL.unwarnedWithin(Duration.ofMillis(7).plusNanos(999_999)).unwarnedWithin());
    Duration longest =
        ALL.unwarnedWithin(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
            .unwarnedWithin()
            .orElseThrow();
    Instant first = Instant.parse("0001-01-01T00:00:00Z");
    Instant last = Instant.parse("9999-12-31T23:59:59.999Z");
    assertTrue(longest.compareTo(Duration.between(first, last)) > 0);
    assertTrue(Math.subtractExact(first.toEpochMilli(), longest.toMillis()) < 0, "no overflow");
    StoredToken ever =
        StoredToken.builder(row.id(), row.digest(), "sha256", "ada", first).expiresAt(last).build();
    assertFalse(ALL.unwarnedWithin(longest).matches(ever));
    assertEquals(
        "a warning is due a time before the expiry, not PT-0.001S",
        assertThrows(
                IllegalArgumentException.class, () -> ALL.unwarnedWithin(Duration.ofMillis(-1)))
            .getMessage());
  }

  @Test
  @DisplayName("threat 27: any of no scopes is none, not all")
  void anyScopeIsOneOfThoseNamed() {
    StoredToken scoped = row.toBuilder().scopes("gist repo:read").build();
    assertTrue(ALL.withAnyScope(Set.of("gist")).matches(scoped));
    assertTrue(ALL.withAnyScope(Set.of("user", "repo:read")).matches(scoped));
    assertFalse(ALL.withAnyScope(Set.of("repo", "user")).matches(scoped));
    assertFalse(ALL.withAnyScope(Set.of()).matches(scoped));
    assertFalse(ALL.withAnyScope(Set.of()).matches(row));
  }

  @Test
  void scopesAreCopied() {
    Set<String> scopes = new HashSet<>(Set.of("repo"));
    TokenQuery query = ALL.withAnyScope(scopes);
    scopes.clear();
    assertEquals(Optional.of(Set.of("repo")), query.anyScope());
  }

  @Test
  void familyParentAndKeyAreComparedExactly() {
    StoredToken child = row.toBuilder().mintedBy(new TokenId(2)).family(new TokenId(1)).build();
    assertTrue(ALL.ofFamily(new TokenId(7)).matches(row), "a family of its own");
    assertTrue(ALL.ofFamily(new TokenId(1)).matches(child));
    assertFalse(ALL.ofFamily(new TokenId(7)).matches(child));
    assertTrue(ALL.mintedBy(new TokenId(2)).matches(child));
    assertFalse(ALL.mintedBy(new TokenId(1)).matches(child));
    assertFalse(ALL.mintedBy(new TokenId(2)).matches(row));
    assertTrue(ALL.hashedUnder("sha256").matches(row));
    assertFalse(ALL.hashedUnder("SHA256").matches(row));
  }

  @Test
  void afterIsAGreaterId() {
    assertTrue(ALL.after(new TokenId(6)).matches(row));
    assertFalse(ALL.after(new TokenId(7)).matches(row));
    assertFalse(ALL.after(new TokenId(8)).matches(row));
  }

  @Test
  void instantsAreCutToMillisecondsLikeThoseOfRows() {
    Instant fine = NOON.plusNanos(999_999);
    assertEquals(Optional.of(NOON), ALL.liveAt(fine).liveAt());
    assertEquals(Optional.of(NOON), ALL.inactiveSince(fine).inactiveSince());
    assertEquals(Optional.of(NOON), ALL.expiringBetween(fine, fine).expiringFrom());
    assertEquals(Optional.of(NOON), ALL.expiringBetween(fine, fine).expiringTo());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_001, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void aPageHasABound(int limit) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ALL.limit(limit)).getMessage();
    assertEquals("a page has from 1 to 1000 tokens, not " + limit, message);
    assertEquals(1, ALL.limit(1).limit());
    assertEquals(1_000, ALL.limit(1_000).limit());
  }

  @Test
  void noConditionIsDroppedBecauseItIsNull() {
    for (Executable call :
        new Executable[] {
          () -> ALL.ownedBy(null),
          () -> ALL.liveAt(null),
          () -> ALL.inactiveSince(null),
          () -> ALL.expiringBetween(null, NOON),
          () -> ALL.expiringBetween(NOON, null),
          () -> ALL.unwarnedWithin(null),
          () -> ALL.withAnyScope(null),
          () -> ALL.ofFamily(null),
          () -> ALL.mintedBy(null),
          () -> ALL.hashedUnder(null),
          () -> ALL.after(null),
          () -> ALL.matches(null)
        }) {
      assertThrows(NullPointerException.class, call);
    }
  }

  private static TokenQuery everything() {
    return ALL.ownedBy("ada")
        .liveAt(NOON)
        .revoked(false)
        .inactiveSince(NOON.plusMillis(1))
        .neverUsed()
        .expiringBetween(NOON.plusMillis(2), NOON.plusMillis(3))
        .unwarnedWithin(Duration.ofMillis(1))
        .withAnyScope(Set.of("repo"))
        .ofFamily(new TokenId(1))
        .mintedBy(new TokenId(2))
        .hashedUnder("k1")
        .after(new TokenId(3))
        .limit(5);
  }

  private StoredToken revoked() {
    return row.toBuilder().revocation(new Revocation(NOON, "ada", "lost")).build();
  }

  private StoredToken used(Instant time) {
    return row.toBuilder().lastUse(new LastUse(time, Optional.empty())).build();
  }

  private StoredToken expiring(Instant time) {
    return row.toBuilder().expiresAt(time).build();
  }
}
