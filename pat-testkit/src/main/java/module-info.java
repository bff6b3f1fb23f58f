/**
 * For tests: the contract that every {@link dev.pat4j.store.TokenStore} passes, and doubles made of
 * real objects for applications that accept tokens.
 */
module dev.pat4j.testkit {
  requires static org.jspecify;
  requires static dev.pat4j.servlet;
  requires static jakarta.servlet;
  requires transitive dev.pat4j.core;
  requires transitive org.junit.jupiter.api;
}
