package dev.pat4j.web.github;

import dev.pat4j.AccessToken;
import dev.pat4j.Expiry;
import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.store.TokenId;
import dev.pat4j.web.RegisteredApplication;
import dev.pat4j.web.http.Callers;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The routes under {@code /authorizations}: a person's own tokens. */
final class Authorizations {

  private final PersonalAccessTokens tokens;
  private final Callers callers;
  private final Views views;
  private final Locks locks;
  private final InstantSource clock;

  Authorizations(
      PersonalAccessTokens tokens, Callers callers, Views views, Locks locks, InstantSource clock) {
    this.clock = clock;
    this.tokens = tokens;
    this.callers = callers;
    this.views = views;
    this.locks = locks;
  }

  Reply answer(Call call, OwnedTokens mine) throws IOException {
    return switch (Route.of(call)) {
      case LIST -> list(call, mine);
      case CREATE -> create(call, mine);
      case SEE -> Reply.of(views.authorization(find(call, mine).token(), call.api()));
      case UPDATE, UPDATE_BY_POST -> update(call, mine);
      case DELETE -> delete(call, mine);
      case GET_OR_CREATE -> getOrCreate(call, mine, call.path().get(1), Optional.empty());
      case GET_OR_CREATE_FOR_FINGERPRINT ->
          getOrCreate(call, mine, call.path().get(1), Optional.of(call.path().get(2)));
      default -> throw new NotFound();
    };
  }

  private Reply list(Call call, OwnedTokens mine) {
    Optional<String> client = call.parameter("client_id");
    List<Entry> all =
        Entry.of(mine).stream()
            .filter(entry -> client.isEmpty() || client.get().equals(entry.toldClientId()))
            .toList();
    return Lists.page(call, all, entry -> views.authorization(entry.token(), call.api()));
  }

  private Reply create(Call call, OwnedTokens mine) throws IOException {
    Members members = Members.of(call.request());
    Optional<RegisteredApplication> client = application(call, members);
    Wish wish = wish(members, client, members.fingerprint().filter(text -> !text.isEmpty()));
    if (wish.note().isBlank() && client.isEmpty()) {
      throw Invalid.missing("description");
    }
    return locks.issueOnce(
        mine,
        () -> Entry.of(mine).stream().filter(wish::isAgainst),
        other -> {
          throw wish.taken(other);
        },
        () -> issue(mine, wish),
        issued -> made(call, issued, client));
  }

  /** Both must be those of an application; otherwise the token is the person's own. */
  private Optional<RegisteredApplication> application(Call call, Members members) {
    Optional<String> id = members.filled("client_id");
    Optional<String> secret = members.filled("client_secret");
    if (id.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    Optional<RegisteredApplication> found = callers.application(id.get(), secret.get());
    if (found.isEmpty()) {
      callers.guessed(call.request());
    }
    return found;
  }

  private Reply getOrCreate(
      Call call, OwnedTokens mine, String clientId, Optional<String> fingerprint)
      throws IOException {
    Members members = Members.of(call.request());
    if (members.has("client_id")) {
      throw Invalid.malformed("client_id");
    }
    if (fingerprint.isPresent() && members.fingerprint().isPresent()) {
      throw Invalid.custom("fingerprint", "fingerprint is in the URL");
    }
    fingerprint.ifPresent(text -> Members.checkAttribute("fingerprint", Entry.FINGERPRINT, text));
    String secret =
        members.filled("client_secret").orElseThrow(() -> Invalid.missing("client_secret"));
    Optional<RegisteredApplication> client = callers.application(clientId, secret);
    if (client.isEmpty()) {
      callers.guessed(call.request());
      throw Invalid.malformed("client_secret");
    }
    Optional<String> wanted = fingerprint.or(members::fingerprint).filter(text -> !text.isEmpty());
    Wish wish = wish(members, client, wanted);
    return locks.issueOnce(
        mine,
        () -> alive(mine).filter(wish::isSame),
        there -> Reply.of(views.authorization(there.token(), call.api())),
        () -> issue(mine, wish),
        issued -> made(call, issued, client));
  }

  private Wish wish(
      Members members, Optional<RegisteredApplication> client, Optional<String> fingerprint) {
    Map<String, String> attributes = new HashMap<>();
    client.ifPresent(found -> attributes.put(Entry.CLIENT_ID, found.clientId()));
    members
        .noteUrl()
        .filter(url -> !url.isEmpty())
        .ifPresent(url -> attributes.put(Entry.NOTE_URL, url));
    fingerprint.ifPresent(text -> attributes.put(Entry.FINGERPRINT, text));
    return new Wish(
        members.note().orElse(""),
        members.scopes("scopes", tokens.scopeCatalog()).orElse(List.of()),
        attributes);
  }

  private IssuedToken issue(OwnedTokens mine, Wish wish) {
    TokenRequest.Builder request =
        TokenRequest.forOwner(mine.owner())
            .name(wish.note())
            .scopes(wish.scopes())
            .expiry(tokens.policy().maximumLifetime().map(Expiry::after).orElse(Expiry.never()));
    wish.attributes().forEach(request::attribute);
    return tokens.issue(request.build());
  }

  private Reply made(Call call, IssuedToken issued, Optional<RegisteredApplication> client) {
    return Reply.withToken(201, views.issued(issued, client, call.api()))
        .with("Location", call.api() + "/authorizations/" + issued.token().id());
  }

  private Reply update(Call call, OwnedTokens mine) throws IOException {
    Change change = Change.of(Members.of(call.request()), tokens.scopeCatalog());
    AccessToken after =
        locks.alone(mine.owner(), () -> change.apply(mine, find(call, mine), Entry.of(mine)));
    return Reply.of(views.authorization(after, call.api()));
  }

  /** One that has expired opens nothing: whoever asks for a token is given another then. */
  private Stream<Entry> alive(OwnedTokens mine) {
    Instant now = clock.instant();
    return Entry.of(mine).stream().filter(entry -> !entry.token().isExpiredAt(now));
  }

  private Reply delete(Call call, OwnedTokens mine) {
    if (!mine.delete(find(call, mine).token().id())) {
      throw new NotFound();
    }
    return Reply.nothing();
  }

  private static Entry find(Call call, OwnedTokens mine) {
    return TokenId.parse(call.path().get(0))
        .flatMap(mine::find)
        .map(Entry::new)
        .filter(Entry::isThere)
        .orElseThrow(NotFound::new);
  }
}
