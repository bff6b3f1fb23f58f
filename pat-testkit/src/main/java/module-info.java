/**
 * For tests: the contract that every {@link dev.pat4j.store.TokenStore} passes, and doubles made of
 * real objects for applications that accept tokens.
 */
module dev.pat4j.testkit {
  requires static org.jspecify;
  requires transitive dev.pat4j.core;
  requires transitive org.junit.jupiter.api;

  exports dev.pat4j.testkit;

  // JUnit runs cases that the contract inherits from classes nobody else need see.
  opens dev.pat4j.testkit to
      org.junit.platform.commons;
}
