package dev.pat4j.web.rest;

import dev.pat4j.AccessToken;
import dev.pat4j.Expiry;
import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.store.TokenId;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The routes under {@code /tokens}: a person's own tokens. */
final class OwnTokens {

  private static final Set<String> STATES = Set.of("active", "expired", "revoked");
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(366);

  private final PersonalAccessTokens tokens;
  private final InstantSource clock;

  OwnTokens(PersonalAccessTokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** The methods of a route, for whoever tries another one; empty if there is no such route. */
  static Set<String> methods(List<String> path) {
    if (path.isEmpty()) {
      return Set.of("GET", "POST");
    }
    if (TokenId.parse(path.get(0)).isEmpty() || path.size() > 2) {
      return Set.of();
    }
    if (path.size() == 1) {
      return Set.of("GET", "PATCH", "DELETE");
    }
    return Set.of("rotate", "regenerate", "revoke").contains(path.get(1))
        ? Set.of("POST")
        : Set.of();
  }

  Reply answer(Call call, OwnedTokens mine) throws IOException {
    List<String> path = call.path();
    if (path.isEmpty()) {
      return call.method().equals("POST") ? create(call, mine) : list(call, mine);
    }
    AccessToken token =
        TokenId.parse(path.get(0)).flatMap(mine::find).orElseThrow(OwnTokens::notThere);
    return switch (path.size() == 1 ? call.method() : path.get(1)) {
      case "GET" -> seen(token, call);
      case "PATCH" -> change(call, mine, token);
      case "DELETE" -> delete(mine, token);
      case "rotate" -> rotate(call, mine, token);
      case "regenerate" -> regenerate(call, mine, token);
      default -> revoke(call, mine, token);
    };
  }

  static Problem notThere() {
    return new Problem(404, "there is no such token");
  }

  private Reply list(Call call, OwnedTokens mine) {
    Instant now = clock.instant();
    Optional<String> state = call.parameter("state");
    if (state.filter(text -> !STATES.contains(text)).isPresent()) {
      throw new Problem(400, "state is active, expired or revoked");
    }
    Optional<String> name = call.parameter("name").map(text -> text.toLowerCase(Locale.ROOT));
    List<AccessToken> all =
        mine.list().stream()
            .filter(token -> state.isEmpty() || state.get().equals(View.state(token, now)))
            .filter(
                token ->
                    name.isEmpty() || token.name().toLowerCase(Locale.ROOT).contains(name.get()))
            .toList();
    int perPage = call.number("per_page", 30, 100);
    int page = call.number("page", 1, 999_999);
    JsonArrayBuilder items = Json.createArrayBuilder();
    all.stream()
        .skip((page - 1L) * perPage)
        .limit(perPage)
        .forEach(token -> items.add(View.of(token, call.api(), now)));
    return new Reply(
        200,
        Json.createObjectBuilder()
            .add("tokens", items)
            .add("page", page)
            .add("per_page", perPage)
            .add("total", all.size())
            .build(),
        links(call, page, Math.max(1, (all.size() + perPage - 1) / perPage)));
  }

  /** RFC 8288. */
  private static Map<String, String> links(Call call, int page, int last) {
    List<String> links = new ArrayList<>();
    if (page < last) {
      links.add(link(call, page + 1, "next"));
      links.add(link(call, last, "last"));
    }
    if (page > 1) {
      links.add(link(call, 1, "first"));
      links.add(link(call, Math.min(page - 1, last), "prev"));
    }
    return links.isEmpty() ? Map.of() : Map.of("Link", String.join(", ", links));
  }

  private static String link(Call call, int page, String relation) {
    StringBuilder url = new StringBuilder("<").append(call.api()).append("/tokens?");
    for (String name : List.of("state", "name", "per_page")) {
      call.parameter(name)
          .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
          .ifPresent(value -> url.append(name).append('=').append(value).append('&'));
    }
    return url.append("page=").append(page).append(">; rel=\"").append(relation) + "\"";
  }

  private Reply create(Call call, OwnedTokens mine) throws IOException {
    Input input =
        Input.of(
            call.request(),
            false,
            "name",
            "scopes",
            "expires_at",
            "expires_in_days",
            "allowed_addresses");
    String name =
        input
            .name()
            .filter(text -> !text.isBlank())
            .orElseThrow(() -> Problem.member("name", "a token needs a name"));
    Expiry expiry =
        input
            .expiry()
            .orElseThrow(
                () ->
                    Problem.member(
                        "expires_at",
                        "give expires_in_days or expires_at; expires_at may be null, for a token that never expires"));
    TokenRequest request =
        TokenRequest.forOwner(mine.owner())
            .name(name)
            .scopes(input.scopes(tokens.scopeCatalog()).orElse(List.of()))
            .allowedAddresses(input.addresses().orElse(List.of()).toArray(String[]::new))
            .expiry(expiry)
            .build();
    return made(201, inTime(() -> tokens.issue(request)), call);
  }

  private Reply change(Call call, OwnedTokens mine, AccessToken token) throws IOException {
    Input input = Input.of(call.request(), false, "name", "scopes", "allowed_addresses");
    Optional<String> name = input.name();
    if (name.filter(String::isBlank).isPresent()) {
      throw Problem.member("name", "a token needs a name");
    }
    Optional<List<String>> addresses = input.addresses();
    Optional<List<String>> scopes = input.scopes(tokens.scopeCatalog());
    if (name.isPresent() || scopes.isPresent() || addresses.isPresent()) {
      mine.change(
          token.id(),
          change -> {
            scopes.ifPresent(change::scopes);
            addresses.ifPresent(ranges -> change.allowedAddresses(ranges.toArray(String[]::new)));
            name.ifPresent(change::name);
          });
    }
    return seen(mine.find(token.id()).orElseThrow(OwnTokens::notThere), call);
  }

  private Reply rotate(Call call, OwnedTokens mine, AccessToken token) throws IOException {
    Input input = Input.of(call.request(), true, "overlap_seconds");
    Duration overlap = input.seconds("overlap_seconds", LONGEST_OVERLAP);
    return made(201, mine.rotate(token.id(), overlap), call);
  }

  private Reply regenerate(Call call, OwnedTokens mine, AccessToken token) throws IOException {
    Input input = Input.of(call.request(), true, "expires_at", "expires_in_days");
    Optional<Expiry> expiry = input.expiry();
    return made(
        200,
        inTime(
            () ->
                expiry.isPresent()
                    ? mine.regenerate(token.id(), expiry.get())
                    : mine.regenerate(token.id())),
        call);
  }

  private Reply revoke(Call call, OwnedTokens mine, AccessToken token) throws IOException {
    Input input = Input.of(call.request(), true, "reason");
    mine.revoke(token.id(), input.reason().orElse(""));
    return seen(mine.find(token.id()).orElseThrow(OwnTokens::notThere), call);
  }

  private static Reply delete(OwnedTokens mine, AccessToken token) {
    if (!mine.delete(token.id())) {
      throw notThere();
    }
    return Reply.nothing();
  }

  private Reply seen(AccessToken token, Call call) {
    return Reply.of(View.of(token, call.api(), clock.instant()));
  }

  private Reply made(int status, IssuedToken issued, Call call) {
    return new Reply(
        status,
        View.issued(issued, call.api(), clock.instant()),
        Map.of("Location", call.api() + "/tokens/" + issued.token().id()));
  }

  /** The one thing that is not known before: whether an expiry is in the future. */
  private static IssuedToken inTime(Supplier<IssuedToken> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw Problem.member("expires_at", String.valueOf(e.getMessage()));
    }
  }
}
