package dev.pat4j.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenDigestTest {

  @Test
  void givesBackItsBytes() {
    byte[] bytes = new byte[TokenDigest.LENGTH];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (251 - 7 * i);
    }
    assertArrayEquals(bytes, TokenDigest.ofBytes(bytes).toBytes());
  }

  @Test
  void keepsItsBytesToItself() {
    byte[] given = filled(1);
    TokenDigest digest = TokenDigest.ofBytes(given);
    given[0] = 99;
    digest.toBytes()[1] = 99;
    assertArrayEquals(filled(1), digest.toBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64})
  void hasThirtyTwoBytes(int length) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> TokenDigest.ofBytes(new byte[length]))
            .getMessage();
    assertEquals("a token digest is 32 bytes, these are " + length, message);
  }

  @Test
  @DisplayName("threat 15: two digests are equal if all their bits are")
  void everyBitCounts() {
    byte[] bytes = filled(0x55);
    TokenDigest digest = TokenDigest.ofBytes(bytes);
    assertEquals(digest, TokenDigest.ofBytes(bytes));
    assertEquals(digest.hashCode(), TokenDigest.ofBytes(bytes).hashCode());
    for (int bit = 0; bit < 256; bit++) {
      byte[] other = bytes.clone();
      other[bit / 8] ^= (byte) (1 << bit % 8);
      assertNotEquals(digest, TokenDigest.ofBytes(other));
    }
  }

  @Test
  void differencesDoNotCancelOut() {
    byte[] one = new byte[TokenDigest.LENGTH];
    byte[] other = new byte[TokenDigest.LENGTH];
    for (int word = 0; word < 4; word++) {
      other[8 * word] = 1;
    }
    assertNotEquals(TokenDigest.ofBytes(one), TokenDigest.ofBytes(other));
  }

  @Test
  void isEqualToNothingElse() {
    assertFalse(TokenDigest.ofBytes(filled(1)).equals(null));
    assertNotEquals((Object) filled(1), TokenDigest.ofBytes(filled(1)));
  }

  @Test
  void isFourWords() {
    byte[] bytes = filled(0);
    bytes[7] = 1;
    bytes[15] = 2;
    bytes[23] = 3;
    bytes[31] = 4;
    TokenDigest digest = TokenDigest.ofBytes(bytes);
    assertEquals(TokenDigest.ofWords(1, 2, 3, 4), digest);
    for (int i = 0; i < 4; i++) {
      assertEquals(i + 1, digest.word(i));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> digest.word(4));
    assertThrows(IndexOutOfBoundsException.class, () -> digest.word(-1));
  }

  @Test
  void spreadsOverHashTables() {
    Set<Integer> codes = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      codes.add(TokenHasher.sha256().digest("token " + i).hashCode());
    }
    assertEquals(1_000, codes.size(), "these happen to differ");
  }

  @Test
  @DisplayName("threat 17: a digest is not printed, since it recognises the token")
  void isNotPrinted() {
    assertEquals("TokenDigest[hidden]", TokenDigest.ofBytes(filled(1)).toString());
  }

  private static byte[] filled(int fill) {
    byte[] bytes = new byte[TokenDigest.LENGTH];
    Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}
