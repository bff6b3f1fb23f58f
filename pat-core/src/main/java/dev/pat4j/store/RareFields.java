package dev.pat4j.store;

import dev.pat4j.internal.Millis;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What few rows have: most do without, and are so much smaller. Times are as {@link Millis} has
 * them.
 */
record RareFields(
    String lastEight,
    String allowedAddresses,
    Map<String, String> attributes,
    long issuedAt,
    long updatedAt,
    long expiryWarnedAt,
    long rotatedAt,
    @Nullable Revocation revocation,
    @Nullable TokenId rotatedFrom,
    @Nullable TokenId mintedBy,
    TokenId family,
    boolean readableOwner) {

  /** These, or null if they say no more than that the row was created then, under this id. */
  static @Nullable RareFields orNull(RareFields fields, long createdAt, TokenId id) {
    RareFields usual =
        new RareFields(
            "",
            "",
            Map.of(),
            createdAt,
            createdAt,
            Millis.NONE,
            Millis.NONE,
            null,
            null,
            null,
            id,
            true);
    return fields.equals(usual) ? null : fields;
  }
}
