package dev.pat4j;

import java.util.Optional;

/**
 * The format of tokens that an older system made, and that are to work on: given to {@link
 * PersonalAccessTokens.Builder#foreignFormat}, while {@link TokenAdministration#importToken} brings
 * their rows.
 *
 * <p>Where the old table has the SHA-256 of each token, the shape is all there is to say:
 *
 * <pre>{@code
 * PersonalAccessTokens tokens = PersonalAccessTokens.builder(store)
 *     .foreignFormat(text -> text.startsWith("old-") && text.length() == 44)
 *     .build();
 *
 * tokens.administration().importToken(
 *     TokenImport.forOwner(row.user(), row.created())
 *         .name(row.label()).scopes("repo").expiresAt(row.expires())
 *         .sha256(row.hash()).build());
 * }</pre>
 *
 * <p>Where it has anything else, say a salted and slow hash, rows are imported {@linkplain
 * TokenImport.Builder#reference by reference}, and {@link #find} verifies a text and says the
 * reference:
 *
 * <pre>{@code
 * public Optional<String> find(String text) {
 *   OldRow row = table.get(text.substring(4, 8));
 *   boolean right = row != null && MessageDigest.isEqual(row.hash(), slowHash(text, row.salt()));
 *   return right ? Optional.of(row.key()) : Optional.empty();
 * }
 *
 * TokenImport.forOwner(row.user(), row.created()).neverExpires().reference(row.key()).build();
 * }</pre>
 *
 * <p>That is asked until a token was used once: from then on its row is found by the text's own
 * digest, under the newest key of the hasher. {@code
 * TokenQuery.all().hashedUnder(TokenImport.BY_REFERENCE)} shows which rows still wait for that.
 *
 * <p>Only a text of 1 to 4,096 characters of printable ASCII, not all blank, ever gets here: any
 * other is refused before. An implementation is thread-safe. What it throws, or null, is a
 * breakdown, so over HTTP a 503, never a refusal and never a pass; its message is not passed on,
 * since it may hold the token.
 *
 * <p><b>Security guarantees</b> an implementation must give: that a text is said to be a reference
 * only if it is the very secret that was issued for it, compared in constant time ({@link
 * java.security.MessageDigest#isEqual}); that nothing keeps or logs the text; that what a stranger
 * can make it do is bounded. This library sees to the rest: a reference finds no row but one that
 * was imported under it, and that row none but until it is used, regenerated or deleted.
 */
@FunctionalInterface
public interface ForeignFormat {

  /**
   * Whether this text looks like one of those tokens. Cheap, and asks nobody: it is what keeps a
   * stranger's junk from the store. Exact prefix, length and alphabet are best. A format may look
   * like this library's own: such a text is first taken for what it looks like.
   */
  boolean hasShape(String presented);

  /**
   * The {@linkplain TokenImport.Builder#reference reference} of the old token that this text is;
   * empty if it is none, or a wrong one. May ask the old table, and block. By default empty.
   *
   * <p>Unless the old hash is salted, nothing need be asked: the hash can itself be the reference.
   *
   * @param presented a text that {@link #hasShape has the shape}
   */
  default Optional<String> find(String presented) {
    return Optional.empty();
  }
}
