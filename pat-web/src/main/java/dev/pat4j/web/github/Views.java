package dev.pat4j.web.github;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.web.WebHost;
import dev.pat4j.web.http.Answers;
import dev.pat4j.web.http.Callers;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;

/** The objects of this API, each with all its members in the order in which GitHub sends them. */
final class Views {

  static final String DOCUMENTATION = "https://developer.github.com/v3";
  static final String API_DOCUMENTATION = DOCUMENTATION + "/oauth_authorizations/";

  private final WebHost host;

  Views(WebHost host) {
    this.host = host;
  }

  /** A token without its secret. */
  JsonObject authorization(AccessToken token, String api) {
    return view(token, api, "", token.sha256()).build();
  }

  /** A token that was just made, with its secret. */
  JsonObject issued(IssuedToken issued, String api) {
    String text = issued.secret().reveal();
    return view(issued.token(), api, text, Optional.of(sha256(text))).build();
  }

  /** A token for an application that has its secret, with the person whose it is. */
  JsonObject ofApplication(AccessToken token, String text, String api) {
    return view(token, api, text, Optional.of(sha256(text)))
        .add("user", user(token.owner()))
        .build();
  }

  JsonObject grant(Grant grant, String api) {
    App app = registered(grant.clientId());
    return Json.createObjectBuilder()
        .add("id", grant.id())
        .add("url", api + "/applications/grants/" + grant.id())
        .add(
            "app",
            Json.createObjectBuilder()
                .add("url", app.url())
                .add("name", app.name())
                .add("client_id", grant.clientId()))
        .add("created_at", Answers.written(grant.createdAt()))
        .add("updated_at", Answers.written(grant.updatedAt()))
        .add("scopes", strings(grant.scopes()))
        .build();
  }

  private JsonObjectBuilder view(
      AccessToken token, String api, String text, Optional<String> hash) {
    Entry entry = new Entry(token);
    App app =
        entry
            .clientId()
            .map(this::registered)
            .orElseGet(() -> new App(token.name(), entry.noteUrl().orElse(API_DOCUMENTATION)));
    return Json.createObjectBuilder()
        .add("id", token.id().value())
        .add("url", api + "/authorizations/" + token.id())
        .add(
            "app",
            Json.createObjectBuilder()
                .add("name", app.name())
                .add("url", app.url())
                .add("client_id", entry.toldClientId()))
        .add("token", text)
        .add("hashed_token", orNull(hash))
        .add("token_last_eight", orNull(Optional.of(token.lastEight()).filter(s -> !s.isEmpty())))
        .add("note", orNull(entry.note()))
        .add("note_url", orNull(entry.noteUrl()))
        .add("created_at", Answers.written(token.createdAt()))
        .add("updated_at", Answers.written(token.updatedAt()))
        .add("scopes", strings(token.scopes().names()))
        .add("fingerprint", orNull(entry.fingerprint()))
        .add("expires_at", orNull(token.expiresAt().map(Answers::written)));
  }

  /** An application that the host no longer knows is told by its id. */
  private App registered(String clientId) {
    return Callers.asking(() -> host.application(clientId))
        .map(found -> new App(found.name(), found.url().toString()))
        .orElseGet(() -> new App(clientId, API_DOCUMENTATION));
  }

  /** Of what GitHub tells of a person, what a host of this library has. */
  private JsonObject user(String owner) {
    return Json.createObjectBuilder()
        .add("login", owner)
        .add("id", Callers.asking(() -> host.userId(owner)))
        .add("node_id", JsonValue.NULL)
        .add("avatar_url", JsonValue.NULL)
        .add("gravatar_id", JsonValue.NULL)
        .add("url", JsonValue.NULL)
        .add("html_url", JsonValue.NULL)
        .add("type", "User")
        .add("site_admin", false)
        .build();
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(TokenHasher.sha256().digest(text).toBytes());
  }

  private static JsonValue orNull(Optional<String> text) {
    return text.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
  }

  private static JsonArrayBuilder strings(Collection<String> texts) {
    return Json.createArrayBuilder(texts);
  }

  private record App(String name, String url) {}

  /**
   * All tokens that one application has of one person.
   *
   * @param id the same as long as there are both: made from their names
   */
  record Grant(
      long id, String clientId, Instant createdAt, Instant updatedAt, Collection<String> scopes) {}
}
