package dev.pat4j.examples.cli;

import dev.pat4j.AccessToken;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.TokenId;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** A token as a program reads it. Every member is always there. */
final class TokenJson {

  /** The names, for {@code --help}; a test compares them with what is written. */
  static final String MEMBERS =
      "id, owner, name, scopes (array), state (live, expired or revoked), created_at, issued_at,"
          + " expires_at*, last_used_at*, last_used_from*, allowed_addresses (array), last_eight,"
          + " revoked_at*, revoked_by*, revoked_reason*, rotated_at*, rotated_from*, minted_by*,"
          + " family; * may be null, times as in 2027-01-01T00:00:00Z.";

  private TokenJson() {}

  static JsonObjectBuilder of(AccessToken token, Instant now) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", token.id().value())
            .add("owner", token.owner())
            .add("name", token.name())
            .add("scopes", array(token.scopes().names()))
            .add("state", TokenText.state(token, now))
            .add("created_at", token.createdAt().toString())
            .add("issued_at", token.issuedAt().toString())
            .add("expires_at", text(token.expiresAt()))
            .add("last_used_at", text(token.lastUsedAt()))
            .add("last_used_from", text(token.lastUsedFrom()))
            .add("allowed_addresses", array(token.allowedAddresses()))
            .add("last_eight", token.lastEight());
    Optional<Revocation> revoked = token.revocation();
    return json.add("revoked_at", text(revoked.map(Revocation::at)))
        .add("revoked_by", text(revoked.map(Revocation::by)))
        .add("revoked_reason", text(revoked.map(Revocation::reason)))
        .add("rotated_at", text(token.rotatedAt()))
        .add("rotated_from", number(token.rotatedFrom()))
        .add("minted_by", number(token.mintedBy()))
        .add("family", token.family().value());
  }

  static JsonArray array(Collection<?> values) {
    return Json.createArrayBuilder(values.stream().map(Object::toString).toList()).build();
  }

  private static JsonValue text(Optional<?> value) {
    return value.<JsonValue>map(it -> Json.createValue(it.toString())).orElse(JsonValue.NULL);
  }

  private static JsonValue number(Optional<TokenId> value) {
    return value.<JsonValue>map(id -> Json.createValue(id.value())).orElse(JsonValue.NULL);
  }
}
