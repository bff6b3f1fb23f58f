package dev.pat4j.web.github;

import dev.pat4j.Expiry;
import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.web.WebHost;
import dev.pat4j.web.http.Callers;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The route {@code /admin/users/:login/authorizations}: a site administrator is given one token of
 * somebody else's, and the audit says who it was. To anybody else there is no such route.
 */
final class Impersonations {

  private static final String MARK = "github.impersonation";
  private static final String NAME = "impersonation by a site administrator";

  private final PersonalAccessTokens tokens;
  private final WebHost host;
  private final Views views;
  private final Locks locks;
  private final InstantSource clock;

  Impersonations(
      PersonalAccessTokens tokens, WebHost host, Views views, Locks locks, InstantSource clock) {
    this.tokens = tokens;
    this.host = host;
    this.views = views;
    this.locks = locks;
    this.clock = clock;
  }

  Reply answer(Call call, String administrator) throws IOException {
    List<String> path = call.path();
    if (path.size() != 3 || !path.get(0).equals("users") || !path.get(2).equals("authorizations")) {
      throw new NotFound();
    }
    OwnedTokens theirs = of(path.get(1));
    if (!Callers.asking(() -> host.mayImpersonate(administrator, theirs.owner()))) {
      throw new NotFound();
    }
    return switch (call.method()) {
      case "POST" -> create(call, administrator, theirs);
      case "DELETE" -> revoke(administrator, theirs);
      default -> throw new NotFound();
    };
  }

  private OwnedTokens of(String login) {
    try {
      return tokens.ownedBy(login);
    } catch (IllegalArgumentException nobody) {
      throw new NotFound();
    }
  }

  private Reply create(Call call, String administrator, OwnedTokens theirs) throws IOException {
    List<String> scopes =
        Members.of(call.request())
            .scopes("scopes", tokens.scopeCatalog())
            .orElseThrow(() -> Invalid.missing("scopes"));
    return locks.issueOnce(
        theirs,
        () -> marked(theirs),
        there -> Reply.of(views.authorization(there.token(), call.api())),
        () -> issue(administrator, theirs.owner(), scopes),
        issued -> Reply.withToken(201, views.issued(issued, Optional.empty(), call.api())));
  }

  private IssuedToken issue(String administrator, String owner, List<String> scopes) {
    TokenRequest request =
        TokenRequest.forOwner(owner)
            .name(NAME)
            .scopes(scopes)
            .attribute(MARK, "1")
            .expiry(tokens.policy().maximumLifetime().map(Expiry::after).orElse(Expiry.never()))
            .build();
    return tokens.administration().issue(request, administrator);
  }

  /** Revoked and not deleted, so that the row says for the audit who had it and who ended it. */
  private Reply revoke(String administrator, OwnedTokens theirs) {
    List<Entry> marked = marked(theirs).toList();
    if (marked.isEmpty()) {
      throw new NotFound();
    }
    for (Entry entry : marked) {
      tokens.administration().revoke(entry.token().id(), administrator, "impersonation ended");
    }
    return Reply.nothing();
  }

  private Stream<Entry> marked(OwnedTokens theirs) {
    return Entry.of(theirs).stream()
        .filter(entry -> entry.token().attributes().containsKey(MARK))
        .filter(entry -> !entry.token().isExpiredAt(clock.instant()));
  }
}
