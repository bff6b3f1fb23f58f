package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes of rows in one transaction. A row that is changed or removed is locked first: nobody
 * else can change it until the commit, and its digest, which others must hear of, is its own and
 * not what a caller remembers.
 */
final class Changes {

  private final Session session;
  private final Statements statements;
  private final Set<TokenDigest> changed = new LinkedHashSet<>();

  Changes(Session session, Statements statements) {
    this.session = session;
    this.statements = statements;
  }

  /** The digests of the rows changed so far, the old ones and the new. */
  Set<TokenDigest> changed() {
    return changed;
  }

  /** Adds a row; throws {@link TakenException} if it cannot. */
  boolean insert(StoredToken token) throws SQLException {
    try (PreparedStatement insert = session.prepare(statements.insert)) {
      new Parameters(insert).add(token, Column.ALL);
      if (executeUnlessTaken(insert) == 0) {
        throw new TakenException();
      }
    }
    changed.add(token.digest());
    return true;
  }

  /** False if the row is gone or has another version. */
  boolean replace(StoredToken expected, StoredToken updated) throws SQLException {
    Locked row = lock(expected.id());
    if (row == null || row.version != expected.version()) {
      return false;
    }
    StoredToken next = updated.toBuilder().version(row.version + 1).build();
    try (PreparedStatement update = session.prepare(Statements.REPLACE)) {
      new Parameters(update).add(next, Column.REPLACED).add(next.id());
      executeUnlessTaken(update);
    }
    changed.addAll(Digests.of(row.digest, next.digest()));
    return true;
  }

  /** False if there is none. */
  boolean delete(TokenId id) throws SQLException {
    Locked row = lock(id);
    if (row == null) {
      return false;
    }
    try (PreparedStatement delete = session.prepare(Statements.DELETE)) {
      new Parameters(delete).add(id);
      delete.executeUpdate();
    }
    changed.addAll(Digests.of(row.digest));
    return true;
  }

  /** Here alone a key that is taken means what the caller is to be told. */
  private static int executeUnlessTaken(PreparedStatement statement) throws SQLException {
    try {
      return statement.executeUpdate();
    } catch (SQLException e) {
      if (Fault.of(e) == Fault.DUPLICATE) {
        throw new TakenException();
      }
      throw e;
    }
  }

  private @Nullable Locked lock(TokenId id) throws SQLException {
    try (PreparedStatement select = session.prepare(Statements.LOCK)) {
      new Parameters(select).add(id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? new Locked(row.getLong(1), row.getBytes(2)) : null;
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Locked(long version, byte[] digest) {}
}
