package dev.pat4j.jdbc;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStoreException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a column can give back exactly as it was. Anything else is refused, on every database alike
 * and before it gets there: some would cut it or put another character in its place.
 */
final class Keepable {

  private Keepable() {}

  /** The value of a row's column as JDBC takes it: a {@link Long}, a text, bytes, or null. */
  static @Nullable Object value(StoredToken token, Column column) {
    Object value;
    try {
      value = column.of(token);
    } catch (IllegalArgumentException e) {
      throw refused(token.id(), column, String.valueOf(e.getMessage()));
    }
    if (value instanceof Instant time) {
      return millis(token.id(), column, time);
    }
    return value instanceof String text ? text(token.id(), column, text) : value;
  }

  static Long millis(TokenId id, Column column, Instant time) {
    long millis = Millis.clamped(time);
    if (!Millis.isPossible(millis)) {
      throw refused(id, column, "is not within " + Millis.RANGE);
    }
    return millis;
  }

  static String text(TokenId id, Column column, String text) {
    if (text.length() > column.length()) {
      throw refused(
          id,
          column,
          "has " + text.length() + " characters, and the column holds " + column.length());
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw refused(id, column, "holds the character NUL, which not every database keeps");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw refused(id, column, "holds half a surrogate pair, which is not well-formed Unicode");
      }
    }
    return text;
  }

  private static TokenStoreException refused(TokenId id, Column column, String rule) {
    return new TokenStoreException(
        "token " + id + " cannot be kept: its " + column.sql() + " " + rule, null);
  }
}
