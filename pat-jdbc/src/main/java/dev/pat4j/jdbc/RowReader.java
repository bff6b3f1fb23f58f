package dev.pat4j.jdbc;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a token of the current row of a result with {@link Column#ALL}. What cannot be one is
 * refused: a doubt about a row must never become "never expires" or "not revoked".
 */
final class RowReader {

  private final ResultSet row;
  private final long id;

  private RowReader(ResultSet row) throws SQLException {
    this.row = row;
    this.id = row.getLong(Column.ID.position());
  }

  static StoredToken read(ResultSet row) throws SQLException, CorruptRowException {
    return new RowReader(row).read();
  }

  /** The id as it is, whatever it is. */
  static long id(ResultSet row) throws SQLException {
    return row.getLong(Column.ID.position());
  }

  private StoredToken read() throws SQLException, CorruptRowException {
    return StoredToken.builder(
            required(Column.ID, tokenId(Column.ID)),
            digest(),
            text(Column.HASH_KEY_ID),
            text(Column.OWNER),
            instant(Column.CREATED_AT))
        .name(text(Column.NAME))
        .scopes(text(Column.SCOPES))
        .allowedAddresses(text(Column.ALLOWED_ADDRESSES))
        .attributes(attributes())
        .lastEight(text(Column.LAST_EIGHT))
        .issuedAt(instant(Column.ISSUED_AT))
        .updatedAt(instant(Column.UPDATED_AT))
        .expiresAt(optionalInstant(Column.EXPIRES_AT))
        .expiryWarnedAt(optionalInstant(Column.EXPIRY_WARNED_AT))
        .lastUse(lastUse())
        .revocation(revocation())
        .rotatedAt(optionalInstant(Column.ROTATED_AT))
        .rotatedFrom(tokenId(Column.ROTATED_FROM))
        .mintedBy(tokenId(Column.MINTED_BY))
        .family(required(Column.FAMILY, tokenId(Column.FAMILY)))
        .version(required(Column.VERSION, number(Column.VERSION)))
        .build();
  }

  private TokenDigest digest() throws SQLException, CorruptRowException {
    byte[] bytes = required(Column.DIGEST, row.getBytes(Column.DIGEST.position()));
    if (bytes.length != TokenDigest.LENGTH) {
      throw corrupt(
          Column.DIGEST, "has " + bytes.length + " bytes, a digest has " + TokenDigest.LENGTH);
    }
    return TokenDigest.ofBytes(bytes);
  }

  private Map<String, String> attributes() throws SQLException, CorruptRowException {
    try {
      return Attributes.decode(text(Column.ATTRIBUTES));
    } catch (IllegalArgumentException e) {
      throw corrupt(Column.ATTRIBUTES, "cannot be read: " + e.getMessage());
    }
  }

  private @Nullable LastUse lastUse() throws SQLException, CorruptRowException {
    Instant at = optionalInstant(Column.LAST_USED_AT);
    return at == null
        ? null
        : new LastUse(at, Optional.ofNullable(optionalText(Column.LAST_USED_FROM)));
  }

  /**
   * A time alone revokes, as an operator may write in an emergency; an actor without a time says
   * that something is wrong.
   */
  private @Nullable Revocation revocation() throws SQLException, CorruptRowException {
    Instant at = optionalInstant(Column.REVOKED_AT);
    String by = optionalText(Column.REVOKED_BY);
    String reason = optionalText(Column.REVOCATION_REASON);
    if (at == null) {
      if (by != null || reason != null) {
        throw corrupt(Column.REVOKED_AT, "is null, but it is said by whom or why it was revoked");
      }
      return null;
    }
    return new Revocation(at, by == null ? "" : by, reason == null ? "" : reason);
  }

  private @Nullable TokenId tokenId(Column column) throws SQLException, CorruptRowException {
    Long value = number(column);
    if (value != null && (value < 1 || value > TokenId.MAXIMUM)) {
      throw corrupt(column, "is " + value + ", an id is from 1 to " + TokenId.MAXIMUM);
    }
    return value == null ? null : new TokenId(value);
  }

  private Instant instant(Column column) throws SQLException, CorruptRowException {
    return required(column, optionalInstant(column));
  }

  private @Nullable Instant optionalInstant(Column column)
      throws SQLException, CorruptRowException {
    Long millis = number(column);
    if (millis != null && !Millis.isPossible(millis)) {
      throw corrupt(column, "is " + millis + ", no instant of " + Millis.RANGE);
    }
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private @Nullable Long number(Column column) throws SQLException {
    long value = row.getLong(column.position());
    return value == 0 && row.wasNull() ? null : value;
  }

  private String text(Column column) throws SQLException, CorruptRowException {
    return required(column, optionalText(column));
  }

  private @Nullable String optionalText(Column column) throws SQLException {
    return row.getString(column.position());
  }

  private <T> T required(Column column, @Nullable T value) throws CorruptRowException {
    if (value == null) {
      throw corrupt(column, "must not be null");
    }
    return value;
  }

  private CorruptRowException corrupt(Column column, String rule) {
    return new CorruptRowException(id, column, rule);
  }
}
