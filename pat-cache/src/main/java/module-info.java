/**
 * Personal access tokens in memory: a bounded cache round any store, kept true by a feed of
 * changes.
 *
 * <p>Begin at {@code CachingTokenStore}.
 */
module dev.pat4j.cache {
  requires static org.jspecify;
  requires transitive dev.pat4j.core;
  requires com.github.benmanes.caffeine;
  requires org.slf4j;
}
