package dev.pat4j.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenHasherTest {

  private static final String TOKEN = "pat_0000000000000000000000000000002C8GjS";

  private final TokenHasher k1 = TokenHasher.hmacSha256("k1", key(1));
  private final TokenHasher k2 = TokenHasher.hmacSha256("k2", key(2));
  private final TokenHasher k3 = TokenHasher.hmacSha256("k3", key(3));

  /** FIPS 180-4, as in NIST's examples; the last one is from GitHub's documentation. */
  @ParameterizedTest
  @CsvSource({
    "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
        + " 248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    "abcdefgh12345678, 25f94a2a5c7fbaf499c665bc73d67c1c87e496da8985131633ee0a95819db2e8"
  })
  void sha256AgreesWithThePublishedVectors(String text, String digest) {
    assertEquals(digest, hex(TokenHasher.sha256().digest(text)));
  }

  @Test
  void sha256AgreesWithThePublishedVectorOfAMillionCharacters() {
    assertEquals(
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
        hex(TokenHasher.sha256().digest("a".repeat(1_000_000))));
  }

  /** RFC 4231 section 4.2; HMAC pads a key with zeros, so a short one can be given padded. */
  @Test
  void hmacSha256AgreesWithRfc4231Case1() {
    byte[] key = new byte[64];
    Arrays.fill(key, 0, 20, (byte) 0x0b);
    assertEquals(
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        hex(TokenHasher.hmacSha256("rfc", key).digest("Hi There")));
  }

  /** RFC 4231 section 4.3. */
  @Test
  void hmacSha256AgreesWithRfc4231Case2() {
    byte[] key = Arrays.copyOf("Jefe".getBytes(US_ASCII), 64);
    assertEquals(
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        hex(TokenHasher.hmacSha256("rfc", key).digest("what do ya want for nothing?")));
  }

  /** RFC 4231 sections 4.6 (of which the first 16 bytes are published), 4.7 and 4.8. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20 | 0c | Test With Truncation | a3b6167473100ee06e0c796c2955552b",
        "131 | aa | Test Using Larger Than Block-Size Key - Hash Key First"
            + "| 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        "131 | aa | This is a test using a larger than block-size key and a larger than block-size"
            + " data. The key needs to be hashed before being used by the HMAC algorithm."
            + "| 9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
      })
  void hmacSha256AgreesWithRfc4231Cases5To7(int length, String fill, String text, String digest) {
    byte[] key = new byte[Math.max(64, length)];
    Arrays.fill(key, 0, length, HexFormat.of().parseHex(fill)[0]);
    assertTrue(hex(TokenHasher.hmacSha256("rfc", key).digest(text)).startsWith(digest));
  }

  /** Made by another implementation. If one of these changes, every token out there is dead. */
  @ParameterizedTest
  @CsvSource({
    "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,"
        + " b1b3c6272a683aa8a4ca50250745b4c8b9d9c88570e8acb73eae2f9de9ec65e3,"
        + " 4c5f1b8a70883e2ae48e2f38692bb63f184e8ac3cedf76330a73846c0d4973d3",
    "acme_pat_Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx9Zx92w9HnQ,"
        + " 074c20a525d9109cdbed12f8530f2b7f7c64ae504ad08425f597e3519aaddd67,"
        + " 1a9b6b8e16c4f15c00e9387f3d11152e5d6b18ff274975446f741fd47cf72edf"
  })
  void whatIsStoredOfATokenNeverChanges(String token, String sha256, String hmac) {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    assertEquals(sha256, hex(TokenHasher.sha256().digest(token)));
    assertEquals(hmac, hex(TokenHasher.hmacSha256("k1", key).digest(token)));
  }

  @Test
  void everyCharacterOfATokenCounts() {
    for (TokenHasher hasher : List.of(TokenHasher.sha256(), k1)) {
      assertEquals(hasher.digest(TOKEN), hasher.digest(TOKEN));
      assertNotEquals(hasher.digest(TOKEN), hasher.digest(TOKEN.replace("pat", "paT")));
      assertNotEquals(hasher.digest(TOKEN), hasher.digest(TOKEN + " "));
      assertNotEquals(hasher.digest("?"), hasher.digest("\u212A"), "no character is replaced");
    }
    assertNotEquals(k1.digest(TOKEN), k2.digest(TOKEN), "and so does the key");
    assertNotEquals(k1.digest(TOKEN), TokenHasher.sha256().digest(TOKEN));
  }

  @Test
  void aKeyIsCopied() {
    byte[] key = key(1);
    TokenHasher hasher = TokenHasher.hmacSha256("k1", key);
    TokenDigest before = hasher.digest(TOKEN);
    Arrays.fill(key, (byte) 0);
    assertEquals(before, hasher.digest(TOKEN));
    assertEquals(k1.digest(TOKEN), before);
  }

  @Test
  void aShortKeyIsRefusedWithoutSayingIt() {
    byte[] key = new byte[31];
    Arrays.fill(key, (byte) 'S');
    String message = refusal(() -> TokenHasher.hmacSha256("k1", key));
    assertEquals("hash key 'k1' must have at least 32 random bytes, it has 31", message);
    assertEquals("k1", TokenHasher.hmacSha256("k1", new byte[32]).keyId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "k\u0131", "k/1", "k\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void aNameOfAnotherFormIsRefused(String keyId) {
    String message = refusal(() -> TokenHasher.hmacSha256(keyId, key(1)));
    assertTrue(message.startsWith("hash key id '" + keyId + "' must be 1 to 32"), message);
  }

  @Test
  void aNameMayHave32CharactersAndIsNotThatOfTheKeylessHash() {
    String longest = "aA0._-" + "x".repeat(26);
    assertEquals(longest, TokenHasher.hmacSha256(longest, key(1)).keyId());
    assertEquals("sha256", TokenHasher.sha256().keyId());
    assertEquals(
        "hash key id 'sha256' means SHA-256 without a key",
        refusal(() -> TokenHasher.hmacSha256("sha256", key(1))));
  }

  @Test
  void nothingIsReplacedUnlessSaid() {
    assertEquals(List.of(), TokenHasher.sha256().older());
    assertEquals(List.of(), k1.older());
  }

  @Test
  void aReplacingHasherWritesUnderTheNewKeyAndNamesTheOldOnesNewestFirst() {
    TokenHasher rotating = k3.replacing(k2, k1, TokenHasher.sha256());
    assertEquals("k3", rotating.keyId());
    assertEquals(k3.digest(TOKEN), rotating.digest(TOKEN));
    assertEquals(List.of("k2", "k1", "sha256"), keyIds(rotating.older()));
    assertThrows(UnsupportedOperationException.class, () -> rotating.older().clear());
  }

  @Test
  void whatAnOlderHasherReplacedFollowsIt() {
    TokenHasher k2OverSha = k2.replacing(TokenHasher.sha256());
    assertEquals(List.of("k2", "sha256", "k1"), keyIds(k3.replacing(k2OverSha, k1).older()));
    assertEquals(
        List.of("sha256", "k1"), keyIds(k2OverSha.replacing(k1).older()), "none is forgotten");
    assertEquals("k2", k2OverSha.replacing(k1).keyId());
  }

  @Test
  void twoKeysOfOneNameAreRefused() {
    TokenHasher other = TokenHasher.hmacSha256("k1", key(9));
    String message = "two hashers are named 'k1': each key needs a name of its own";
    assertEquals(message, refusal(() -> k1.replacing(other)));
    assertEquals(message, refusal(() -> k2.replacing(k1, other)));
    assertEquals(message, refusal(() -> k2.replacing(k1).replacing(other)));
    assertEquals(message, refusal(() -> k1.replacing(k2.replacing(other))));
  }

  @Test
  void printingAHasherTellsItsNameAndNeverItsKey() {
    byte[] key = "super secret pepper, 32 bytes!!!".getBytes(US_ASCII);
    TokenHasher hasher = TokenHasher.hmacSha256("k1", key);
    assertEquals("TokenHasher[k1]", hasher.toString());
    assertEquals("TokenHasher[sha256]", TokenHasher.sha256().toString());
    assertEquals(
        "TokenHasher[k2, replacing k1, sha256]",
        k2.replacing(hasher, TokenHasher.sha256()).toString());
  }

  @Test
  void manyThreadsMayHashAtOnce() {
    TokenDigest expected = k1.digest(TOKEN);
    assertTrue(
        IntStream.range(0, 2_000).parallel().allMatch(i -> k1.digest(TOKEN).equals(expected)));
  }

  @Test
  void refusesNull() {
    assertThrows(NullPointerException.class, () -> TokenHasher.sha256().digest(null));
    assertThrows(NullPointerException.class, () -> k1.digest(null));
    assertThrows(NullPointerException.class, () -> TokenHasher.hmacSha256(null, key(1)));
    assertThrows(NullPointerException.class, () -> TokenHasher.hmacSha256("k1", null));
    assertThrows(NullPointerException.class, () -> k1.replacing((TokenHasher) null));
    assertFalse(k1.older().iterator().hasNext());
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }

  private static String hex(TokenDigest digest) {
    return HexFormat.of().formatHex(digest.toBytes());
  }

  private static List<String> keyIds(List<TokenHasher> hashers) {
    return hashers.stream().map(TokenHasher::keyId).toList();
  }

  private static String refusal(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
