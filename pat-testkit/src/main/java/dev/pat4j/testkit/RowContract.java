package dev.pat4j.testkit;

import static dev.pat4j.testkit.Rows.NOON;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A row is returned as it was given, and found by exactly what it was given under. */
abstract class RowContract {

  /** What stores have been seen to trim, fold, normalise, cut, or read as something else. */
  private static final List<String> DIFFICULT_TEXTS =
      List.of(
          "trailing blanks  ",
          "  leading blanks",
          " ",
          "\u0130stanbul \u0131 I i",
          "\u212Aelvin Kelvin",
          "\uFF11\uFF12\uFF13 123",
          "stra\u00DFe",
          "caf\u00E9 or cafe\u0301",
          "four bytes \uD83D\uDE00 \uD841\uDF0E",
          "a\u200Db \u202Ec \u00A0",
          "it's \"quoted\" \\ `back` ${x} {0} %s ? :name -- <b>&amp;",
          "a=b; c:d, [e] {\"f\": null}",
          "null",
          "0");

  /** Returns a new, empty store. */
  protected abstract TokenStore createStore();

  @Test
  public final void keepsEveryField() {
    assertKept(createStore(), Rows.full(1));
  }

  @Test
  public final void keepsWhatIsAbsentAbsent() {
    assertKept(createStore(), Rows.plain(1));
  }

  @Test
  public final void keepsAUseFromAnUnknownAddress() {
    LastUse use = new LastUse(NOON, Optional.empty());
    assertKept(createStore(), Rows.plain(1).toBuilder().lastUse(use).build());
  }

  @Test
  public final void keepsARevocationWithoutAReason() {
    Revocation revocation = new Revocation(NOON, "ada", "");
    assertKept(createStore(), Rows.plain(1).toBuilder().revocation(revocation).build());
  }

  @Test
  public final void keepsTextsExactly() {
    TokenStore store = createStore();
    long number = 0;
    for (String text : DIFFICULT_TEXTS) {
      number++;
      assertKept(
          store,
          Rows.plain(number, "o" + text).toBuilder()
              .name(text)
              .attributes(Map.of("key", text, "KEY", "another", "empty", ""))
              .revocation(new Revocation(NOON, "o" + text, text))
              .build());
    }
  }

  @Test
  public final void keepsTextsOfTheGreatestLength() {
    TokenStore store = createStore();
    // One, three and four bytes in UTF-8; a length is counted in UTF-16 units.
    assertKept(store, longest(1, "x"));
    assertKept(store, longest(2, "\u20AC"));
    assertKept(store, longest(3, "\uD83D\uDE00"));
  }

  @Test
  public final void keepsInstantsToTheMillisecond() {
    TokenStore store = createStore();
    List<String> instants =
        List.of(
            "2026-03-01T12:00:00.001Z",
            "2026-03-01T12:00:00.999Z",
            "2026-12-31T23:59:59.999Z",
            "2024-02-29T00:00:00Z",
            // Hours that the clocks of Berlin, New York and Sydney skip or show twice.
            "2026-03-29T01:30:00.500Z",
            "2026-10-25T00:30:00.500Z",
            "2026-10-25T01:30:00.500Z",
            "2026-03-08T07:30:00.500Z",
            "2026-11-01T05:30:00.500Z",
            "2026-11-01T06:30:00.500Z",
            "2026-10-03T16:30:00.500Z",
            // More seconds than 31 bits hold, and the last instant of all.
            "2038-01-19T03:14:08.001Z",
            "9999-12-31T23:59:59.999Z");
    long number = 0;
    for (String instant : instants) {
      number++;
      assertKept(store, everyInstant(number, Instant.parse(instant)));
    }
  }

  @Test
  public final void keepsTheLargestNumbers() {
    TokenStore store = createStore();
    assertKept(store, numbered(1L << 31));
    assertKept(store, numbered(TokenId.MAXIMUM));
  }

  @Test
  public final void findsNothingUnderWhatWasNeverInserted() {
    TokenStore store = createStore();
    assertEquals(Optional.empty(), store.findById(Rows.id(1)));
    assertEquals(Optional.empty(), store.findByDigest(Rows.digest(1)));
    assertEquals(List.of(), store.find(TokenQuery.all()));
  }

  @Test
  @DisplayName("threat 15: an id is found by itself alone (a column type merged tokens)")
  public final void findsAnIdByItselfAlone() {
    TokenStore store = createStore();
    // Pairs that are equal in their lowest 32 bits, or to a floating point number's precision.
    List<Long> ids = List.of(1L, 1 + (1L << 32), 1L << 30, (1L << 30) + 1, TokenId.MAXIMUM);
    for (long id : ids) {
      assertTrue(store.insert(Rows.plain(id)), () -> "id " + id + " is not taken");
    }
    for (long id : ids) {
      assertEquals(Optional.of(Rows.plain(id)), store.findById(Rows.id(id)));
    }
    assertEquals(Optional.empty(), store.findById(Rows.id(TokenId.MAXIMUM - 1)));
  }

  @Test
  @DisplayName("threat 15: a digest is found by itself alone, flip any bit or the case of a letter")
  public final void findsADigestByItselfAlone() {
    TokenStore store = createStore();
    Map<TokenDigest, StoredToken> rows = new LinkedHashMap<>();
    // What columns of text fold, trim, pad or end at; 0x20 is both a blank and the bit of the case.
    for (int filling : new int[] {'a', ' ', 0, 0xFF}) {
      byte[] bytes = new byte[TokenDigest.LENGTH];
      Arrays.fill(bytes, (byte) filling);
      add(rows, bytes);
      for (int bit = 0; bit < TokenDigest.LENGTH * 8; bit++) {
        if (bit % 5 == 0 || bit / 8 == TokenDigest.LENGTH - 1) {
          byte[] flipped = bytes.clone();
          flipped[bit / 8] ^= (byte) (1 << bit % 8);
          add(rows, flipped);
        }
      }
    }
    rows.values().forEach(row -> assertTrue(store.insert(row), "the digest is not taken"));
    rows.forEach((digest, row) -> assertEquals(Optional.of(row), store.findByDigest(digest)));
  }

  @Test
  @DisplayName("threats 15, 16: an owner is found by itself alone, no case folded, nothing trimmed")
  public final void findsAnOwnerByItselfAlone() {
    TokenStore store = createStore();
    List<String> owners =
        List.of(
            "ada",
            "Ada",
            "ADA",
            "ada ",
            " ada",
            "ada\u00A0",
            "\u00E4da",
            "a\u0308da",
            "ad\u0430",
            "i",
            "I",
            "\u0131",
            "\u0130",
            "k",
            "K",
            "\u212A",
            "1",
            "\uFF11",
            "01",
            "1.0",
            "ss",
            "\u00DF",
            "ad_",
            "ad%",
            "%");
    Map<String, StoredToken> rows = new LinkedHashMap<>();
    owners.forEach(owner -> rows.put(owner, Rows.plain(rows.size() + 1L, owner)));
    rows.values().forEach(row -> assertTrue(store.insert(row)));
    rows.forEach(
        (owner, row) ->
            assertEquals(
                List.of(row), store.find(TokenQuery.all().ownedBy(owner)), "of '" + owner + "'"));
  }

  private static void assertKept(TokenStore store, StoredToken row) {
    assertTrue(store.insert(row), "inserted");
    assertAll(
        () -> assertSame(row, store.findById(row.id()).stream().toList(), "by id"),
        () -> assertSame(row, store.findByDigest(row.digest()).stream().toList(), "by digest"),
        () -> assertSame(row, store.find(TokenQuery.all().ownedBy(row.owner())), "by query"));
  }

  private static void assertSame(StoredToken expected, List<StoredToken> found, String how) {
    assertEquals(
        List.of(Rows.fields(expected)), found.stream().map(Rows::fields).toList(), "found " + how);
    assertEquals(List.of(expected), found, "found " + how);
  }

  private static StoredToken longest(long number, String character) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 10; i < 26; i++) {
      attributes.put(i + "k".repeat(62), ofLength(512, character));
    }
    String text = ofLength(255, character);
    return Rows.plain(number, text).toBuilder()
        .digest(Rows.digest(number), "k".repeat(32))
        .name(text)
        .scopes(listOf(4_000, "scope:"))
        .allowedAddresses(listOf(4_000, "2001:db8::"))
        .attributes(attributes)
        .lastEight("z".repeat(8))
        .lastUse(new LastUse(NOON, Optional.of("2001:0db8:ffff:ffff:ffff:ffff:255.255.255.255")))
        .revocation(new Revocation(NOON, text, text))
        .build();
  }

  private static String ofLength(int units, String character) {
    return "x".repeat(units % character.length()) + character.repeat(units / character.length());
  }

  /** Words of 99 characters and a blank between them, so many characters in all. */
  private static String listOf(int units, String beginning) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < units / 100; i++) {
      String word = beginning + i;
      words.add(word + "f".repeat(99 - word.length()));
    }
    return String.join(" ", words) + "f";
  }

  private static StoredToken everyInstant(long number, Instant instant) {
    return StoredToken.builder(Rows.id(number), Rows.digest(number), "k", "o" + number, instant)
        .issuedAt(instant)
        .updatedAt(instant)
        .expiresAt(instant)
        .expiryWarnedAt(instant)
        .lastUse(Rows.usedAt(instant))
        .revocation(Rows.revokedAt(instant))
        .rotatedAt(instant)
        .build();
  }

  private static StoredToken numbered(long number) {
    return Rows.plain(number, "o" + number).toBuilder()
        .rotatedFrom(Rows.id(number - 1))
        .mintedBy(Rows.id(number - 2))
        .family(Rows.id(number - 3))
        .version(number)
        .build();
  }

  private static void add(Map<TokenDigest, StoredToken> rows, byte[] bytes) {
    TokenDigest digest = TokenDigest.ofBytes(bytes);
    rows.put(digest, Rows.plain(rows.size() + 1L).toBuilder().digest(digest, "k").build());
  }
}
