package dev.pat4j.web.rest;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.web.http.Answers;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;

/** A token in JSON, with every member always there. */
final class View {

  private View() {}

  /** What its owner sees; never the secret. */
  static JsonObject of(AccessToken token, String api, Instant now) {
    return builder(token, api, now).build();
  }

  /** What its owner sees once: with the secret. */
  static JsonObject issued(IssuedToken issued, String api, Instant now) {
    return builder(issued.token(), api, now).add("token", issued.secret().reveal()).build();
  }

  /** What whoever has the token may know of it. */
  static JsonObject own(AccessToken token) {
    return Json.createObjectBuilder()
        .add("id", token.id().value())
        .add("owner", token.owner())
        .add("name", token.name())
        .add("scopes", Json.createArrayBuilder(token.scopes().names()))
        .add("allowed_addresses", addresses(token))
        .add("created_at", Answers.written(token.createdAt()))
        .add("expires_at", time(token.expiresAt()))
        .build();
  }

  static String state(AccessToken token, Instant now) {
    return token.revocation().isPresent()
        ? "revoked"
        : token.isExpiredAt(now) ? "expired" : "active";
  }

  private static JsonObjectBuilder builder(AccessToken token, String api, Instant now) {
    return Json.createObjectBuilder()
        .add("id", token.id().value())
        .add("url", api + "/tokens/" + token.id())
        .add("name", token.name())
        .add("scopes", Json.createArrayBuilder(token.scopes().names()))
        .add("allowed_addresses", addresses(token))
        .add("state", state(token, now))
        .add("last_eight", token.lastEight())
        .add("created_at", Answers.written(token.createdAt()))
        .add("issued_at", Answers.written(token.issuedAt()))
        .add("updated_at", Answers.written(token.updatedAt()))
        .add("expires_at", time(token.expiresAt()))
        .add("last_used_at", time(token.lastUsedAt()))
        .add(
            "last_used_from",
            token.lastUsedFrom().<JsonValue>map(Json::createValue).orElse(JsonValue.NULL))
        .add("rotated_at", time(token.rotatedAt()))
        .add("rotated_from", id(token.rotatedFrom()))
        .add("minted_by", id(token.mintedBy()))
        .add("revocation", revocation(token));
  }

  private static JsonValue revocation(AccessToken token) {
    return token
        .revocation()
        .<JsonValue>map(
            revoked ->
                Json.createObjectBuilder()
                    .add("at", Answers.written(revoked.at()))
                    .add("by", revoked.by())
                    .add("reason", revoked.reason())
                    .build())
        .orElse(JsonValue.NULL);
  }

  private static JsonArrayBuilder addresses(AccessToken token) {
    return Json.createArrayBuilder(
        token.allowedAddresses().stream().map(Object::toString).toList());
  }

  private static JsonValue time(Optional<Instant> time) {
    return time.map(Answers::written).<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
  }

  private static JsonValue id(Optional<TokenId> id) {
    return id.map(TokenId::value).<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
  }
}
