package dev.pat4j.examples.cli;

import dev.pat4j.hash.TokenHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** The host's own key for digests, without which a token issued here would not be known there. */
final class HashKey {

  private HashKey() {}

  /**
   * Reads {@code NAME=FILE}, where the file holds the key in hexadecimal.
   *
   * @param folder where a relative file is
   * @throws Stop if it is no key
   */
  static TokenHasher read(String said, Path folder) {
    int mark = said.indexOf('=');
    if (mark < 1) {
      throw Stop.usage(
          "a hash key is NAME=FILE, the name that the host gave it and a file that holds it in"
              + " hexadecimal; '=' is missing");
    }
    String name = said.substring(0, mark);
    Path file = folder.resolve(said.substring(mark + 1));
    byte[] key = key(file);
    try {
      return TokenHasher.hmacSha256(name, key);
    } catch (IllegalArgumentException e) {
      throw Stop.usage("the hash key in " + file + ": " + e.getMessage());
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static byte[] key(Path file) {
    try {
      return HexFormat.of().parseHex(Files.readString(file).strip());
    } catch (IOException e) {
      throw Stop.usage("the hash key cannot be read: " + e);
    } catch (IllegalArgumentException e) { // its message would tell what is in the file
      throw Stop.usage("the hash key in " + file + " is not in hexadecimal");
    }
  }
}
