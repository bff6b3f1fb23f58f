package dev.pat4j.web.github;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.web.RegisteredApplication;
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

  /**
   * A token that was just made, with its secret; for this application, if for any. Asks the host
   * nothing: were it to break now, nobody would ever see the token.
   */
  JsonObject issued(IssuedToken issued, Optional<RegisteredApplication> of, String api) {
    return withSecret(issued.token(), issued.secret().reveal(), of.map(App::of), api).build();
  }

  /** A token for an application that shows or is given its secret, with the person whose it is. */
  JsonObject ofApplication(
      AccessToken token, String text, RegisteredApplication of, JsonObject user, String api) {
    return withSecret(token, text, Optional.of(App.of(of)), api).add("user", user).build();
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
    return view(token, new Entry(token).clientId().map(this::registered), api, text, hash);
  }

  private static JsonObjectBuilder withSecret(
      AccessToken token, String text, Optional<App> of, String api) {
    return view(token, of, api, text, Optional.of(sha256(text)));
  }

  private static JsonObjectBuilder view(
      AccessToken token, Optional<App> of, String api, String text, Optional<String> hash) {
    Entry entry = new Entry(token);
    App app = of.orElseGet(() -> new App(token.name(), entry.noteUrl().orElse(API_DOCUMENTATION)));
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
        .map(App::of)
        .orElseGet(() -> new App(clientId, API_DOCUMENTATION));
  }

  /** Of what GitHub tells of a person, what a host of this library has. */
  JsonObject user(String owner) {
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

  private record App(String name, String url) {
    static App of(RegisteredApplication application) {
      return new App(application.name(), application.url().toString());
    }
  }

  /**
   * All tokens that one application has of one person.
   *
   * @param id the same as long as there are both: made from their names
   */
  record Grant(
      long id, String clientId, Instant createdAt, Instant updatedAt, Collection<String> scopes) {}
}
