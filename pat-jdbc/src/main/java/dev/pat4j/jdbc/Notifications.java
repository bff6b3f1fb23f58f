package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * Publishes by PostgreSQL's {@code NOTIFY}, which the database tells every listener when, and only
 * if, the transaction commits. A payload is a list of digests in hexadecimal.
 */
final class Notifications implements Publication {

  static final String CHANNEL = "pat4j_changes";

  static final String SEND = "SELECT pg_notify(?, ?)";

  static final String CURE =
      "listenOn(...) must be given a direct connection to the database that the store writes to:"
          + " no standby, and no pooler that shares connections by transaction; where there is none,"
          + " say pollEvery(...)";

  /** A payload ends at 8,000 bytes; a digest takes 65. */
  private static final int DIGESTS_IN_ONE = 100;

  private static final HexFormat HEX = HexFormat.of();

  @Override
  public void publish(Preparing transaction, Collection<TokenDigest> changed) throws SQLException {
    List<TokenDigest> digests = new ArrayList<>(changed);
    for (int from = 0; from < digests.size(); from += DIGESTS_IN_ONE) {
      int to = Math.min(from + DIGESTS_IN_ONE, digests.size());
      send(transaction, payload(digests.subList(from, to)));
    }
  }

  static boolean send(Preparing transaction, String payload) throws SQLException {
    try (PreparedStatement notify = transaction.prepare(SEND)) {
      notify.setString(1, CHANNEL);
      notify.setString(2, payload);
      return notify.execute();
    }
  }

  /** The digests in a payload; none if it is something else. */
  static List<TokenDigest> digestsIn(String payload) {
    if (!payload.matches("[0-9a-f]{64}(,[0-9a-f]{64})*")) {
      return List.of();
    }
    List<TokenDigest> digests = new ArrayList<>();
    for (String hex : payload.split(",", -1)) {
      digests.add(TokenDigest.ofBytes(HEX.parseHex(hex)));
    }
    return digests;
  }

  private static String payload(List<TokenDigest> digests) {
    return String.join(
        ",", digests.stream().map(digest -> HEX.formatHex(digest.toBytes())).toList());
  }
}
