package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills in a statement, one mark after the other. */
final class Parameters {

  private final PreparedStatement statement;
  private int last;

  Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  /** What a row holds in these columns. */
  Parameters add(StoredToken token, List<Column> columns) throws SQLException {
    for (Column column : columns) {
      Object value = Keepable.value(token, column);
      switch (column.kind()) {
        case NUMBER, INSTANT -> add((Long) value);
        case TEXT -> add((String) value);
        case BYTES -> statement.setBytes(++last, (byte[]) value);
      }
    }
    return this;
  }

  Parameters add(TokenDigest digest) throws SQLException {
    statement.setBytes(++last, digest.toBytes());
    return this;
  }

  Parameters add(TokenId id) throws SQLException {
    return add(Long.valueOf(id.value()));
  }

  Parameters add(@Nullable Long number) throws SQLException {
    if (number == null) {
      statement.setNull(++last, Types.BIGINT);
    } else {
      statement.setLong(++last, number);
    }
    return this;
  }

  Parameters add(@Nullable String text) throws SQLException {
    if (text == null) {
      statement.setNull(++last, Types.VARCHAR);
    } else {
      statement.setString(++last, text);
    }
    return this;
  }
}
