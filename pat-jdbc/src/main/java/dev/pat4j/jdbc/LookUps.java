package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reads by a unique key, each one statement. A row that cannot be read is as good as absent,
 * and is logged.
 */
final class LookUps implements SharedTrips.Reading {

  private static final Logger LOG = LoggerFactory.getLogger(LookUps.class);

  private static final String BY_DIGEST = "find a token by its digest";

  private final Transactions transactions;

  LookUps(Transactions transactions) {
    this.transactions = transactions;
  }

  Optional<StoredToken> byId(TokenId id) {
    return transactions.read(
        "find a token by its id",
        session -> {
          try (PreparedStatement select = session.prepareLookUp(Statements.BY_ID)) {
            new Parameters(select).add(id);
            return one(select);
          }
        });
  }

  @Override
  public Optional<StoredToken> byDigest(TokenDigest digest) {
    return transactions.read(
        BY_DIGEST,
        session -> {
          try (PreparedStatement select = session.prepareLookUp(Statements.BY_DIGEST)) {
            new Parameters(select).add(digest);
            return one(select);
          }
        });
  }

  @Override
  public Optional<Map<TokenDigest, StoredToken>> byDigests(List<TokenDigest> digests) {
    return transactions.read(
        BY_DIGEST,
        session -> {
          try (PreparedStatement select =
              session.prepareLookUp(Statements.byDigests(digests.size()))) {
            bind(select, digests);
            return Optional.of(all(select));
          } catch (SQLException e) {
            if (isOfAll(Fault.of(e))) {
              throw e;
            }
            return Optional.empty();
          }
        });
  }

  /** Whether each of several would have met it alone. */
  private static boolean isOfAll(Fault fault) {
    return switch (fault) {
      case STALE, TIMEOUT, NO_TABLE, NO_COLUMN, DENIED, CREDENTIALS, REFUSED, NO_DATABASE -> true;
      case TRANSIENT, DUPLICATE, READ_ONLY, OTHER -> false;
    };
  }

  /** Marks that are left take the last digest again, which finds nothing more. */
  private static void bind(PreparedStatement select, List<TokenDigest> digests)
      throws SQLException {
    Parameters parameters = new Parameters(select);
    for (int mark = 0; mark < Statements.room(digests.size()); mark++) {
      parameters.add(digests.get(Math.min(mark, digests.size() - 1)));
    }
  }

  private static Optional<StoredToken> one(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? token(row) : Optional.empty();
    }
  }

  private static Map<TokenDigest, StoredToken> all(PreparedStatement select) throws SQLException {
    Map<TokenDigest, StoredToken> found = new HashMap<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        token(rows).ifPresent(token -> found.put(token.digest(), token));
      }
    }
    return found;
  }

  private static Optional<StoredToken> token(ResultSet row) throws SQLException {
    try {
      return Optional.of(RowReader.read(row));
    } catch (CorruptRowException e) {
      LOG.error(e.getMessage());
      return Optional.empty();
    }
  }
}
