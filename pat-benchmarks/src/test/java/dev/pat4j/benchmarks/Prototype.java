package dev.pat4j.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/**
 * The least that one would write oneself: a map from the digest to a row, and next to no checks.
 * What the library does beyond it has to fit into the distance between the two.
 */
final class Prototype {

  record Key(long a, long b, long c, long d) {

    @Override
    public int hashCode() {
      return (int) a;
    }
  }

  record Row(long id, String owner, Set<String> scopes, long expiresAt, boolean revoked) {}

  private static final int BODY = 30;
  private static final int CHECKSUM = 6;
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int value = 0; value < ALPHABET.length(); value++) {
      VALUES[ALPHABET.charAt(value)] = (byte) value;
    }
  }

  private final Map<Key, Row> rows = new ConcurrentHashMap<>();
  private final Map<String, Row> naive = new ConcurrentHashMap<>();

  /** Of one thread: the digest object is reused, which is what makes it the floor. */
  static final class Hands {
    final MessageDigest digest;
    final CRC32 crc = new CRC32();
    final byte[] text = new byte[128];
    final byte[] result = new byte[32];

    Hands() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  void add(String token, Hands hands) {
    long soon = System.currentTimeMillis() + 90L * 86_400_000;
    Row row = new Row(rows.size() + 1L, "owner", Set.of("repo", "read:user"), soon, false);
    rows.put(key(token, hands), row);
  }

  void addNaive(String token) throws NoSuchAlgorithmException {
    long soon = System.currentTimeMillis() + 90L * 86_400_000;
    Row row =
        new Row(
            naive.size() + 1L, "owner", new HashSet<>(Set.of("repo", "read:user")), soon, false);
    naive.put(hex(token), row);
  }

  /** Shape, checksum, reused digest, one look-up by four longs, expiry. */
  Row verify(String token, Hands hands) {
    int body = token.length() - BODY - CHECKSUM;
    if (body < 2 || !fits(token, body, hands)) {
      return null;
    }
    Row row = rows.get(key(token, hands));
    return row == null || row.revoked() || row.expiresAt() <= System.currentTimeMillis()
        ? null
        : row;
  }

  /** As it is mostly written: a substring, a digest asked for, hexadecimal, a set of strings. */
  Row verifyNaively(String header, String scope) throws NoSuchAlgorithmException {
    String token = header.substring("Bearer ".length());
    Row row = naive.get(hex(token));
    return row == null
            || row.revoked()
            || row.expiresAt() <= System.currentTimeMillis()
            || !row.scopes().contains(scope)
        ? null
        : row;
  }

  @SuppressWarnings("deprecation") // the one way to the bytes that makes no array
  private static Key key(String token, Hands hands) {
    int length = token.length();
    token.getBytes(0, length, hands.text, 0);
    hands.digest.update(hands.text, 0, length);
    try {
      hands.digest.digest(hands.result, 0, 32);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    return new Key(
        word(hands.result, 0),
        word(hands.result, 8),
        word(hands.result, 16),
        word(hands.result, 24));
  }

  private static long word(byte[] bytes, int from) {
    long word = 0;
    for (int i = from; i < from + 8; i++) {
      word = word << 8 | (bytes[i] & 0xFF);
    }
    return word;
  }

  @SuppressWarnings("deprecation") // the one way to the bytes that makes no array
  private static boolean fits(String token, int body, Hands hands) {
    int end = token.length();
    for (int i = body; i < end; i++) {
      char c = token.charAt(i);
      if (c >= 128 || VALUES[c] < 0) {
        return false;
      }
    }
    token.getBytes(body, body + BODY, hands.text, 0);
    hands.crc.reset();
    hands.crc.update(hands.text, 0, BODY);
    long written = 0;
    for (int i = body + BODY; i < end; i++) {
      written = written * 62 + VALUES[token.charAt(i)];
    }
    return written == hands.crc.getValue();
  }

  private static String hex(String token) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(ISO_8859_1));
    return HexFormat.of().formatHex(digest);
  }
}
