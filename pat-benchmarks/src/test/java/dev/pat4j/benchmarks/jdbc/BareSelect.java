package dev.pat4j.benchmarks.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * What anybody would write who reads a row by its digest: a prepared statement, and its columns.
 */
final class BareSelect {

  private static final String SELECT =
      "SELECT id, digest, hash_key_id, owner, name, scopes, allowed_addresses, attributes,"
          + " last_eight, created_at, issued_at, updated_at, expires_at, expiry_warned_at,"
          + " last_used_at, last_used_from, revoked_at, revoked_by, revocation_reason, rotated_at,"
          + " rotated_from, minted_by, family, version FROM pat_token WHERE digest = ?";

  /** Its columns: numbers, bytes, texts. */
  private static final String KINDS = "nbtttttttnnnnnntnttnnnnn";

  private final DataSource dataSource;

  BareSelect(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Looks at every column of the row, and keeps none. */
  long read(byte[] digest) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setBytes(1, digest);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("a token that was loaded is not there");
        }
        long seen = 0;
        for (int column = 1; column <= KINDS.length(); column++) {
          seen += look(row, column);
        }
        return seen;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long look(ResultSet row, int column) throws SQLException {
    return switch (KINDS.charAt(column - 1)) {
      case 'n' -> row.getLong(column);
      case 'b' -> row.getBytes(column).length;
      default -> {
        String text = row.getString(column);
        yield text == null ? 0 : text.length();
      }
    };
  }
}
