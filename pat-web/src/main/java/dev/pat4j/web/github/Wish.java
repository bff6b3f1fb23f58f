package dev.pat4j.web.github;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What a token is to be, and which others it must not be taken for. */
record Wish(String note, Collection<String> scopes, Map<String, String> attributes) {

  /** Whether this other token has the note, or the fingerprint, that no other may have. */
  boolean isAgainst(Entry other) {
    return hasNoteOf(other) || hasFingerprintOf(other);
  }

  /** Of a token that is against it, what is taken. */
  Invalid taken(Entry other) {
    return Invalid.taken(hasNoteOf(other) ? "description" : "fingerprint");
  }

  /** Among a person's own, a note is taken once. */
  boolean hasNoteOf(Entry other) {
    return client().isEmpty() && other.clientId().isEmpty() && other.token().name().equals(note);
  }

  /** Among those for the same client, a fingerprint is taken once. */
  boolean hasFingerprintOf(Entry other) {
    return fingerprint().isPresent() && isSame(other);
  }

  /** Whether that is for the same client under the same fingerprint, or none of both. */
  boolean isSame(Entry other) {
    return client().equals(other.clientId()) && fingerprint().equals(other.fingerprint());
  }

  private Optional<String> client() {
    return Optional.ofNullable(attributes.get(Entry.CLIENT_ID));
  }

  private Optional<String> fingerprint() {
    return Optional.ofNullable(attributes.get(Entry.FINGERPRINT));
  }
}
