package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Digests to be told of. */
final class Digests {

  private Digests() {}

  /** Each once. Those of another length are left out: a row that has one was read by nobody. */
  static Set<TokenDigest> of(Collection<byte[]> columns) {
    Set<TokenDigest> digests = new LinkedHashSet<>();
    for (byte[] column : columns) {
      if (column.length == TokenDigest.LENGTH) {
        digests.add(TokenDigest.ofBytes(column));
      }
    }
    return digests;
  }

  /**
   * The new one first: so nobody has forgotten the old one and believes still that there is none of
   * the new. Nothing depends on it, since what is held to be unknown is asked of the store afresh.
   */
  static Set<TokenDigest> of(byte[] column, TokenDigest... next) {
    Set<TokenDigest> digests = new LinkedHashSet<>(Arrays.asList(next));
    digests.addAll(of(List.of(column)));
    return digests;
  }
}
