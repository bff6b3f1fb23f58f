package dev.pat4j.jdbc;

import static java.util.stream.Collectors.joining;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of {@code pat_token}, in the order in which every statement names them. */
enum Column {
  ID(Kind.NUMBER, 0, token -> token.id().value()),
  DIGEST(Kind.BYTES, TokenDigest.LENGTH, token -> token.digest().toBytes()),
  HASH_KEY_ID(Kind.TEXT, 64, StoredToken::hashKeyId),
  OWNER(Kind.TEXT, 255, StoredToken::owner),
  NAME(Kind.TEXT, 255, StoredToken::name),
  SCOPES(Kind.TEXT, 4_000, StoredToken::scopes),
  ALLOWED_ADDRESSES(Kind.TEXT, 4_000, StoredToken::allowedAddresses),
  ATTRIBUTES(Kind.TEXT, 80_000, token -> Attributes.encode(token.attributes())),
  LAST_EIGHT(Kind.TEXT, 8, StoredToken::lastEight),
  CREATED_AT(Kind.INSTANT, 0, StoredToken::createdAt),
  ISSUED_AT(Kind.INSTANT, 0, StoredToken::issuedAt),
  UPDATED_AT(Kind.INSTANT, 0, StoredToken::updatedAt),
  EXPIRES_AT(Kind.INSTANT, 0, token -> orNull(token.expiresAt())),
  EXPIRY_WARNED_AT(Kind.INSTANT, 0, token -> orNull(token.expiryWarnedAt())),
  LAST_USED_AT(Kind.INSTANT, 0, token -> orNull(token.lastUse().map(LastUse::at))),
  LAST_USED_FROM(Kind.TEXT, 64, token -> orNull(token.lastUse().flatMap(LastUse::from))),
  REVOKED_AT(Kind.INSTANT, 0, token -> orNull(token.revocation().map(Revocation::at))),
  REVOKED_BY(Kind.TEXT, 255, token -> orNull(token.revocation().map(Revocation::by))),
  REVOCATION_REASON(Kind.TEXT, 255, token -> orNull(token.revocation().map(Revocation::reason))),
  ROTATED_AT(Kind.INSTANT, 0, token -> orNull(token.rotatedAt())),
  ROTATED_FROM(Kind.NUMBER, 0, token -> orNull(token.rotatedFrom().map(TokenId::value))),
  MINTED_BY(Kind.NUMBER, 0, token -> orNull(token.mintedBy().map(TokenId::value))),
  FAMILY(Kind.NUMBER, 0, token -> token.family().value()),
  VERSION(Kind.NUMBER, 0, StoredToken::version);

  /** What a column holds, and so how it is written. */
  enum Kind {
    /** 64 bits, with a sign. */
    NUMBER,
    /** Milliseconds since 1970, UTC, as a number: no time zone anywhere. */
    INSTANT,
    /** Text, compared exactly. */
    TEXT,
    /** Bytes. */
    BYTES
  }

  /** All of them. */
  static final List<Column> ALL = List.of(values());

  /** Those that a replacement writes: not the id, by which it is found, nor the last use. */
  static final List<Column> REPLACED =
      ALL.stream()
          .filter(column -> column != ID && column != LAST_USED_AT && column != LAST_USED_FROM)
          .toList();

  private final Kind kind;
  private final int length;

  @SuppressWarnings("ImmutableEnumChecker") // functions, which have no state
  private final Function<StoredToken, @Nullable Object> value;

  Column(Kind kind, int length, Function<StoredToken, @Nullable Object> value) {
    this.kind = kind;
    this.length = length;
    this.value = value;
  }

  Kind kind() {
    return kind;
  }

  /** How much it must be able to hold: UTF-16 units of a text, or bytes; 0 for a number. */
  int length() {
    return length;
  }

  /** Its name in SQL. */
  String sql() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its position in a statement that names {@link #ALL}, from 1. */
  @SuppressWarnings("EnumOrdinal") // the order is said above
  int position() {
    return ordinal() + 1;
  }

  /** What a row holds here: a number, an instant, a text, bytes, or null. */
  @Nullable Object of(StoredToken token) {
    return value.apply(token);
  }

  /** All names, with commas between them. */
  static String names() {
    return ALL.stream().map(Column::sql).collect(joining(", "));
  }

  /** The column of this name in whatever case, as a database says it; null if there is none. */
  static @Nullable Column named(String name) {
    return Arrays.stream(values())
        .filter(column -> column.sql().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Object orNull(Optional<?> value) {
    return value.orElse(null);
  }
}
