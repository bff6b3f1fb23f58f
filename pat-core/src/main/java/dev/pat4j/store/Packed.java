package dev.pat4j.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;

/** Texts of a row in less room than a String takes. */
final class Packed {

  private Packed() {}

  /**
   * The bytes of this name in ISO 8859-1, or the name itself if it has other characters. One of
   * twelve letters takes 32 bytes so, and 56 as a String.
   */
  static Object name(String name) {
    byte[] bytes = name.getBytes(ISO_8859_1);
    return new String(bytes, ISO_8859_1).equals(name) ? bytes : name;
  }

  /** What {@link #name(String)} was given. */
  static String name(Object packed) {
    return packed instanceof byte[] bytes ? new String(bytes, ISO_8859_1) : (String) packed;
  }

  /**
   * Eight characters of ISO 8859-1 as one number, for 8 bytes and not 48; 0 if it is no such text.
   */
  static long eight(String text) {
    long packed = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (text.length() != Long.BYTES || c == 0 || c > 0xFF) {
        return 0;
      }
      packed = packed << Byte.SIZE | c;
    }
    return packed;
  }

  /** What {@link #eight} was given, if that was not 0. */
  static String text(long packed) {
    return new String(ByteBuffer.allocate(Long.BYTES).putLong(packed).array(), ISO_8859_1);
  }
}
