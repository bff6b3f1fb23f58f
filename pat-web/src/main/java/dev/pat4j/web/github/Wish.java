package dev.pat4j.web.github;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a token is to be, and which others it must not be taken for. */
record Wish(String note, Collection<String> scopes, Map<String, String> attributes) {

  /** Refuses a note that another token of the person's own making has. */
  void requireNoteFree(List<Entry> others) {
    if (client().isEmpty()
        && others.stream()
            .anyMatch(other -> other.clientId().isEmpty() && other.token().name().equals(note))) {
      throw Invalid.taken("description");
    }
  }

  /** Refuses a fingerprint that another token for the same client has. */
  void requireFingerprintFree(List<Entry> others) {
    if (fingerprint().isPresent() && others.stream().anyMatch(this::isSame)) {
      throw Invalid.taken("fingerprint");
    }
  }

  /** The one for the same client under the same fingerprint, or none of both; the newest. */
  Optional<Entry> existing(List<Entry> all) {
    return all.stream().filter(this::isSame).findFirst();
  }

  private boolean isSame(Entry other) {
    return client().equals(other.clientId()) && fingerprint().equals(other.fingerprint());
  }

  private Optional<String> client() {
    return Optional.ofNullable(attributes.get(Entry.CLIENT_ID));
  }

  private Optional<String> fingerprint() {
    return Optional.ofNullable(attributes.get(Entry.FINGERPRINT));
  }
}
