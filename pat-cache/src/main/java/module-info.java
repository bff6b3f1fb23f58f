/**
 * Personal access tokens in memory: a bounded cache round any store, kept true by a feed of
 * changes.
 *
 * <p>Begin at {@link dev.pat4j.cache.CachingTokenStore}.
 */
module dev.pat4j.cache {
  requires static org.jspecify;
  requires transitive dev.pat4j.core;
  requires com.github.benmanes.caffeine;
  requires org.slf4j;

  exports dev.pat4j.cache;
}
