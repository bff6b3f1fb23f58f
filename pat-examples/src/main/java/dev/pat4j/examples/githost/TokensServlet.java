package dev.pat4j.examples.githost;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.store.TokenId;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code /tokens}: one's own tokens, to list, to issue and to revoke, for a person who showed a
 * password. No rule of the filter lets a token come here, and without a person nothing is done: a
 * stolen token must not find stronger ones, nor make some.
 */
final class TokensServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient PersonalAccessTokens tokens;

  TokensServlet(PersonalAccessTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    OwnedTokens mine = tokens.ownedBy(person(request));
    if (!nameIn(request).isEmpty()) {
      throw new Unprocessable(404, "not found");
    }
    JsonArrayBuilder all = Json.createArrayBuilder();
    mine.list().forEach(token -> all.add(shown(token)));
    answer(response, 200, all.build());
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String owner = person(request);
    if (!nameIn(request).isEmpty()) {
      throw new Unprocessable(404, "not found");
    }
    IssuedToken issued = issue(NewToken.in(request), owner);
    JsonObjectBuilder once = shown(issued.token()).add("token", issued.secret().reveal());
    answer(response, HttpServletResponse.SC_CREATED, once.build());
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    OwnedTokens mine = tokens.ownedBy(person(request));
    TokenId id =
        TokenId.parse(nameIn(request)).orElseThrow(() -> new Unprocessable(404, "not found"));
    // Twice is as good as once: what the caller wants is so.
    mine.revoke(id, "revoked over the API");
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  private IssuedToken issue(NewToken wanted, String owner) {
    try {
      return tokens.issue(wanted.forOwner(owner));
    } catch (IllegalArgumentException e) {
      throw new Unprocessable(422, String.valueOf(e.getMessage()));
    }
  }

  private static String person(HttpServletRequest request) {
    return SignIn.personIn(request)
        .map(Account::login)
        .orElseThrow(() -> new Unprocessable(403, "tokens are managed with a password only"));
  }

  private static JsonObjectBuilder shown(AccessToken token) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", token.id().value())
            .add("name", token.name())
            .add("scopes", Json.createArrayBuilder(token.scopes().names()))
            .add("created_at", written(token.createdAt()));
    add(json, "expires_at", token.expiresAt());
    add(json, "last_used_at", token.lastUsedAt());
    token
        .lastUsedFrom()
        .ifPresentOrElse(
            from -> json.add("last_used_from", from), () -> json.addNull("last_used_from"));
    add(json, "revoked_at", token.revocation().map(revocation -> revocation.at()));
    return json;
  }

  private static void add(JsonObjectBuilder json, String name, Optional<Instant> time) {
    time.ifPresentOrElse(at -> json.add(name, written(at)), () -> json.addNull(name));
  }
}
