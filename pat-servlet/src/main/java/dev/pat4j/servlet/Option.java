package dev.pat4j.servlet;

/** The switches of the filter; each is explained where the builder offers it. */
enum Option {
  OPTIONAL_CREDENTIALS,
  SESSIONS,
  IDENTITY_HEADERS,
  CORS_PREFLIGHT,
  REQUIRE_TLS,
  SCOPE_HEADERS,
  EXPIRY_HEADER,
  CHALLENGE_BARE_401
}
