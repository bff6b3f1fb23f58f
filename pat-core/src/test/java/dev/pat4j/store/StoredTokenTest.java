package dev.pat4j.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredTokenTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** One change of each field. */
  private static final Map<String, Consumer<StoredToken.Builder>> CHANGES = changes();

  private final StoredToken plain =
      StoredToken.builder(new TokenId(7), digest("a"), "sha256", "ada", NOON).build();

  @Test
  void beginsUnusedUnrevokedUnrotatedAndForEver() {
    assertEquals(new TokenId(7), plain.id());
    assertEquals(digest("a"), plain.digest());
    assertEquals("sha256", plain.hashKeyId());
    assertEquals("ada", plain.owner());
    assertEquals("", plain.name());
    assertEquals("", plain.scopes());
    assertEquals("", plain.allowedAddresses());
    assertEquals(Map.of(), plain.attributes());
    assertEquals("", plain.lastEight());
    assertEquals(NOON, plain.createdAt());
    assertEquals(NOON, plain.issuedAt());
    assertEquals(NOON, plain.updatedAt());
    assertEquals(Optional.empty(), plain.expiresAt());
    assertEquals(Optional.empty(), plain.expiryWarnedAt());
    assertEquals(Optional.empty(), plain.lastUse());
    assertEquals(Optional.empty(), plain.revocation());
    assertEquals(Optional.empty(), plain.rotatedAt());
    assertEquals(Optional.empty(), plain.rotatedFrom());
    assertEquals(Optional.empty(), plain.mintedBy());
    assertEquals(plain.id(), plain.family(), "a family of its own");
    assertEquals(1, plain.version());
  }

  @Test
  void everyFieldIsReadAsItWasSet() {
    StoredToken row =
        plain.toBuilder()
            .digest(digest("b"), "k1")
            .allowedAddresses("192.0.2.0/24")
            .lastEight("12345678")
            .scopes("repo")
            .name("laptop")
            .attributes(Map.of("k", "v"))
            .expiresAt(NOON.plusMillis(3))
            .expiryWarnedAt(NOON.plusMillis(4))
            .lastUse(new LastUse(NOON.plusMillis(5), Optional.of("192.0.2.1")))
            .revocation(new Revocation(NOON.plusMillis(6), "admin", "lost"))
            .rotatedAt(NOON.plusMillis(7))
            .rotatedFrom(new TokenId(1))
            .mintedBy(new TokenId(2))
            .family(new TokenId(3))
            .version(9)
            .build();
    assertEquals(digest("b"), row.digest());
    assertEquals("k1", row.hashKeyId());
    assertEquals("192.0.2.0/24", row.allowedAddresses());
    assertEquals("12345678", row.lastEight());
    assertEquals("repo", row.scopes());
    assertEquals("laptop", row.name());
    assertEquals(Map.of("k", "v"), row.attributes());
    assertEquals(Optional.of(NOON.plusMillis(3)), row.expiresAt());
    assertEquals(Optional.of(NOON.plusMillis(4)), row.expiryWarnedAt());
    assertEquals(Optional.of("192.0.2.1"), row.lastUse().flatMap(LastUse::from));
    assertEquals("admin", row.revocation().orElseThrow().by());
    assertEquals("lost", row.revocation().orElseThrow().reason());
    assertEquals(Optional.of(NOON.plusMillis(7)), row.rotatedAt());
    assertEquals(Optional.of(new TokenId(1)), row.rotatedFrom());
    assertEquals(Optional.of(new TokenId(2)), row.mintedBy());
    assertEquals(new TokenId(3), row.family());
    assertEquals(9, row.version());
  }

  @Test
  void aRowMadeFromAnotherHasAllItsFields() {
    StoredToken.Builder all = plain.toBuilder();
    CHANGES.values().forEach(change -> change.accept(all));
    StoredToken full = all.build();
    assertEquals(full, full.toBuilder().build());
    assertEquals(full.hashCode(), full.toBuilder().build().hashCode());
    assertNotEquals(plain, full);
  }

  @Test
  void rowsThatDifferInAnyFieldAreNotEqual() {
    CHANGES.forEach(
        (field, change) -> {
          StoredToken.Builder changed = plain.toBuilder();
          change.accept(changed);
          assertNotEquals(plain, changed.build(), field);
          assertEquals(changed.build(), changed.build(), field);
        });
    assertNotEquals(
        plain, StoredToken.builder(new TokenId(8), digest("a"), "sha256", "ada", NOON).build());
    assertFalse(plain.equals(null));
    assertNotEquals((Object) "row", plain);
  }

  @Test
  void theHashCodeTellsRowsAndVersionsApart() {
    Set<Integer> codes = new HashSet<>();
    for (long id = 1; id <= 10; id++) {
      for (long version = 1; version <= 10; version++) {
        codes.add(
            StoredToken.builder(new TokenId(id), digest("a"), "k", "ada", NOON)
                .version(version)
                .build()
                .hashCode());
      }
    }
    assertTrue(codes.size() > 90, "they happen to differ: " + codes.size());
  }

  @Test
  void aBuilderThatGoesOnDoesNotReachIntoItsRows() {
    StoredToken.Builder builder = plain.toBuilder().name("one");
    StoredToken one = builder.build();
    StoredToken two = builder.name("two").build();
    assertEquals("one", one.name());
    assertEquals("two", two.name());
  }

  @Test
  void attributesAreCopied() {
    Map<String, String> attributes = new HashMap<>(Map.of("k", "v"));
    StoredToken row = plain.toBuilder().attributes(attributes).build();
    attributes.put("k", "changed");
    assertEquals(Map.of("k", "v"), row.attributes());
    assertThrows(UnsupportedOperationException.class, () -> row.attributes().clear());
  }

  @Test
  void everyInstantIsCutToMilliseconds() {
    Instant fine = NOON.plusNanos(1_999_999);
    Instant cut = NOON.plusMillis(1);
    StoredToken row =
        StoredToken.builder(new TokenId(7), digest("a"), "sha256", "ada", fine)
            .expiresAt(fine)
            .expiryWarnedAt(fine)
            .rotatedAt(fine)
            .lastUse(new LastUse(fine, Optional.empty()))
            .revocation(new Revocation(fine, "ada", ""))
            .build();
    assertEquals(cut, row.createdAt());
    assertEquals(cut, row.issuedAt());
    assertEquals(cut, row.updatedAt());
    assertEquals(Optional.of(cut), row.expiresAt());
    assertEquals(Optional.of(cut), row.expiryWarnedAt());
    assertEquals(Optional.of(cut), row.rotatedAt());
    assertEquals(cut, row.lastUse().orElseThrow().at());
    assertEquals(cut, row.revocation().orElseThrow().at());
    StoredToken later = row.toBuilder().issuedAt(fine.plusMillis(1)).updatedAt(fine).build();
    assertEquals(cut.plusMillis(1), later.issuedAt());
    assertEquals(cut, later.updatedAt());
  }

  @Test
  void whatMayBeAbsentCanBeTakenAway() {
    StoredToken.Builder all = plain.toBuilder();
    CHANGES.values().forEach(change -> change.accept(all));
    StoredToken row =
        all.expiresAt(null)
            .expiryWarnedAt(null)
            .lastUse(null)
            .revocation(null)
            .rotatedAt(null)
            .rotatedFrom(null)
            .mintedBy(null)
            .build();
    assertEquals(Optional.empty(), row.expiresAt());
    assertEquals(Optional.empty(), row.expiryWarnedAt());
    assertEquals(Optional.empty(), row.lastUse());
    assertEquals(Optional.empty(), row.revocation());
    assertEquals(Optional.empty(), row.rotatedAt());
    assertEquals(Optional.empty(), row.rotatedFrom());
    assertEquals(Optional.empty(), row.mintedBy());
  }

  @Test
  @DisplayName("threat 11: a token expires at its expiry, not a millisecond before or after")
  void expiresAtItsExpiry() {
    StoredToken row = plain.toBuilder().expiresAt(NOON).build();
    assertFalse(row.isExpiredAt(NOON.minusMillis(1)));
    assertTrue(row.isExpiredAt(NOON));
    assertTrue(row.isExpiredAt(NOON.plusMillis(1)));
    assertFalse(plain.isExpiredAt(Instant.MAX), "never");
  }

  @Test
  void wasLastActiveWhenUsedOrIssuedWhicheverIsLater() {
    assertEquals(NOON, plain.lastActiveAt());
    StoredToken regenerated = plain.toBuilder().issuedAt(NOON.plusMillis(5)).build();
    assertEquals(NOON.plusMillis(5), regenerated.lastActiveAt());
    assertEquals(NOON.plusMillis(5), used(regenerated, NOON.plusMillis(4)).lastActiveAt());
    assertEquals(NOON.plusMillis(5), used(regenerated, NOON.plusMillis(5)).lastActiveAt());
    assertEquals(NOON.plusMillis(6), used(regenerated, NOON.plusMillis(6)).lastActiveAt());
  }

  @ParameterizedTest
  @CsvSource({
    "repo, repo, true",
    "gist repo user, repo, true",
    "gist repo, repo, true",
    "repo user, repo, true",
    "'', repo, false",
    "'', '', false",
    "repo, '', false",
    "gist repo, gist repo, false",
    "repo:read, repo, false",
    "my:repo, repo, false",
    "repo, repo:read, false",
    "Repo, repo, false",
    "repository, repo, false",
    "a  b, '', false",
    "repo, ' ', false"
  })
  void namesAScopeIfOneOfItsWordsIsTheScope(String scopes, String scope, boolean named) {
    assertEquals(named, plain.toBuilder().scopes(scopes).build().namesScope(scope));
  }

  @Test
  @DisplayName("threat 17: a row prints neither digest nor anything a person wrote but the owner")
  void printsIdOwnerAndVersion() {
    StoredToken.Builder all = plain.toBuilder();
    CHANGES.values().forEach(change -> change.accept(all));
    assertEquals("StoredToken[id=7, owner=ada, version=1]", plain.toString());
    assertEquals("StoredToken[id=7, owner=ada, version=9]", all.build().toString());
  }

  @Test
  void refusesNullWhereNothingMayBeAbsent() {
    StoredToken.Builder row = plain.toBuilder();
    TokenId id = plain.id();
    TokenDigest digest = plain.digest();
    for (Executable call :
        new Executable[] {
          () -> StoredToken.builder(null, digest, "k", "ada", NOON),
          () -> StoredToken.builder(id, null, "k", "ada", NOON),
          () -> StoredToken.builder(id, digest, null, "ada", NOON),
          () -> StoredToken.builder(id, digest, "k", null, NOON),
          () -> StoredToken.builder(id, digest, "k", "ada", null),
          () -> row.digest(null, "k"),
          () -> row.digest(digest, null),
          () -> row.name(null),
          () -> row.scopes(null),
          () -> row.allowedAddresses(null),
          () -> row.attributes(null),
          () -> row.lastEight(null),
          () -> row.issuedAt(null),
          () -> row.updatedAt(null),
          () -> row.family(null),
          () -> new LastUse(null, Optional.empty()),
          () -> new LastUse(NOON, null),
          () -> new Revocation(null, "ada", ""),
          () -> new Revocation(NOON, null, ""),
          () -> new Revocation(NOON, "ada", null)
        }) {
      assertThrows(NullPointerException.class, call);
    }
    assertEquals(plain, row.build(), "nothing was set by those");
  }

  @Test
  void aUseIsLaterOnlyByItsTime() {
    LastUse use = new LastUse(NOON, Optional.of("192.0.2.1"));
    assertTrue(new LastUse(NOON.plusMillis(1), Optional.empty()).isAfter(use));
    assertFalse(new LastUse(NOON, Optional.of("192.0.2.2")).isAfter(use));
    assertFalse(new LastUse(NOON.minusMillis(1), Optional.empty()).isAfter(use));
  }

  private static StoredToken used(StoredToken row, Instant time) {
    return row.toBuilder().lastUse(new LastUse(time, Optional.empty())).build();
  }

  private static TokenDigest digest(String text) {
    return TokenHasher.sha256().digest(text);
  }

  @Test
  void keepsEveryTextAsItIs() {
    for (String text :
        List.of("", "laptop", "Büro", "żółw", "\uD83D\uDE00", "\uD83D", "12345678", "1234567\0")) {
      StoredToken row = plain.toBuilder().name(text).lastEight(text).build();
      assertEquals(text, row.name());
      assertEquals(text, row.lastEight());
      assertEquals(row, row.toBuilder().build());
    }
  }

  private static Map<String, Consumer<StoredToken.Builder>> changes() {
    Map<String, Consumer<StoredToken.Builder>> changes = new LinkedHashMap<>();
    changes.put("digest", row -> row.digest(digest("b"), "sha256"));
    changes.put("hashKeyId", row -> row.digest(digest("a"), "k1"));
    changes.put("name", row -> row.name("laptop"));
    changes.put("scopes", row -> row.scopes("repo"));
    changes.put("allowedAddresses", row -> row.allowedAddresses("192.0.2.0/24"));
    changes.put("attributes", row -> row.attributes(Map.of("k", "v")));
    changes.put("lastEight", row -> row.lastEight("12345678"));
    changes.put("issuedAt", row -> row.issuedAt(NOON.plusMillis(1)));
    changes.put("updatedAt", row -> row.updatedAt(NOON.plusMillis(2)));
    changes.put("expiresAt", row -> row.expiresAt(NOON.plusMillis(3)));
    changes.put("expiryWarnedAt", row -> row.expiryWarnedAt(NOON.plusMillis(4)));
    changes.put(
        "lastUse", row -> row.lastUse(new LastUse(NOON.plusMillis(5), Optional.of("192.0.2.1"))));
    changes.put(
        "revocation", row -> row.revocation(new Revocation(NOON.plusMillis(6), "ada", "lost")));
    changes.put("rotatedAt", row -> row.rotatedAt(NOON.plusMillis(7)));
    changes.put("rotatedFrom", row -> row.rotatedFrom(new TokenId(1)));
    changes.put("mintedBy", row -> row.mintedBy(new TokenId(2)));
    changes.put("family", row -> row.family(new TokenId(3)));
    changes.put("version", row -> row.version(9));
    return changes;
  }
}
