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

  static Set<TokenDigest> of(byte[] column, TokenDigest... others) {
    Set<TokenDigest> digests = of(List.of(column));
    digests.addAll(Arrays.asList(others));
    return digests;
  }
}
