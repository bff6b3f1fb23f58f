package dev.pat4j.hash;

import java.nio.ByteBuffer;

/**
 * The 32 bytes under which a token's row is kept: what a {@link TokenHasher} makes of its text.
 *
 * <p>Equality looks at all 32 bytes whatever it finds, so that comparing tells nothing by its
 * duration. Immutable and thread-safe; never printed by {@link #toString()}, since whoever has the
 * digest can recognise the token.
 */
public final class TokenDigest {

  /** The number of bytes in a digest. */
  public static final int LENGTH = 32;

  private final long a;
  private final long b;
  private final long c;
  private final long d;

  private TokenDigest(long a, long b, long c, long d) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  /**
   * The digest of these bytes, which are copied.
   *
   * @throws IllegalArgumentException unless there are exactly 32
   */
  public static TokenDigest ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a token digest is " + LENGTH + " bytes, these are " + bytes.length);
    }
    return at(ByteBuffer.wrap(bytes));
  }

  /**
   * The digest of these four words, the first bytes in the first of them.
   *
   * @see #word(int)
   */
  public static TokenDigest ofWords(long a, long b, long c, long d) {
    return new TokenDigest(a, b, c, d);
  }

  /** The first 32 bytes here, big-endian. */
  static TokenDigest at(ByteBuffer bytes) {
    return new TokenDigest(
        bytes.getLong(0), bytes.getLong(8), bytes.getLong(16), bytes.getLong(24));
  }

  /**
   * One of the four words of eight bytes, big-endian: for a store that keeps numbers, or wants no
   * array.
   *
   * @param index from 0 to 3
   * @throws IndexOutOfBoundsException if it is none of these
   */
  public long word(int index) {
    return switch (index) {
      case 0 -> a;
      case 1 -> b;
      case 2 -> c;
      case 3 -> d;
      default -> throw new IndexOutOfBoundsException("a token digest has four words, not " + index);
    };
  }

  /** A new array of the 32 bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(LENGTH).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenDigest that
        && ((a ^ that.a) | (b ^ that.b) | (c ^ that.c) | (d ^ that.d)) == 0;
  }

  /** Any bits of a digest are as good as random, so these are four bytes of it. */
  @Override
  public int hashCode() {
    return (int) a;
  }

  @Override
  public String toString() {
    return "TokenDigest[hidden]";
  }
}
