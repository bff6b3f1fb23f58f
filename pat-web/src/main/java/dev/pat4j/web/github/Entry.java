package dev.pat4j.web.github;

import dev.pat4j.AccessToken;
import dev.pat4j.OwnedTokens;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A token as this API sees it: what the library has no field for is in its attributes. */
record Entry(AccessToken token) {

  static final String CLIENT_ID = "github.client_id";
  static final String NOTE_URL = "github.note_url";
  static final String FINGERPRINT = "github.fingerprint";

  /** What stands in the place of an application's client id in a token that a person made. */
  static final String NO_CLIENT = "0".repeat(20);

  /**
   * Those of an owner, the newest first. Revoked ones are none: this API knows of no such state,
   * and what it calls deleted is gone.
   */
  static List<Entry> of(OwnedTokens mine) {
    return mine.list().stream().map(Entry::new).filter(Entry::isThere).toList();
  }

  boolean isThere() {
    return token.revocation().isEmpty();
  }

  Optional<String> clientId() {
    return attribute(CLIENT_ID);
  }

  /** The client id as it is told: twenty zeros for a token that a person made. */
  String toldClientId() {
    return clientId().orElse(NO_CLIENT);
  }

  Optional<String> noteUrl() {
    return attribute(NOTE_URL);
  }

  Optional<String> fingerprint() {
    return attribute(FINGERPRINT);
  }

  Optional<String> note() {
    return Optional.of(token.name()).filter(name -> !name.isEmpty());
  }

  private Optional<String> attribute(String key) {
    Map<String, String> attributes = token.attributes();
    return Optional.ofNullable(attributes.get(key)).filter(value -> !value.isEmpty());
  }
}
