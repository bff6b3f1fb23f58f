/**
 * Personal access tokens: their format, scopes, hashing, verification and lifecycle, the store they
 * are kept in, and the in-memory store. Knows no HTTP, no SQL and no JSON.
 *
 * <p>Begin at {@link dev.pat4j.PersonalAccessTokens}.
 */
@SuppressWarnings("module") // the module of the cache is not there yet when this one is compiled
module dev.pat4j.core {
  requires static org.jspecify;
  requires org.slf4j;

  exports dev.pat4j;
  exports dev.pat4j.format;
  exports dev.pat4j.hash;
  exports dev.pat4j.scope;
  exports dev.pat4j.store;
  // For rows that the cache has at hand; nobody else's.
  exports dev.pat4j.internal to
      dev.pat4j.cache;
}
