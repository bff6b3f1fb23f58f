package dev.pat4j.web.github;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Verified;
import dev.pat4j.web.RegisteredApplication;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.function.Function;

/**
 * The routes under {@code /applications/:client_id}: what an application may do with a token that
 * it shows. A token that is not its own is none, to look at as to do away with.
 */
final class Applications {

  private final PersonalAccessTokens tokens;
  private final Views views;
  private final Locks locks;

  Applications(PersonalAccessTokens tokens, Views views, Locks locks) {
    this.tokens = tokens;
    this.views = views;
    this.locks = locks;
  }

  Reply answer(Call call, RegisteredApplication application) throws IOException {
    Route route = Route.of(call);
    if (!call.path().get(0).equals(application.clientId())) {
      throw new NotFound();
    }
    return switch (route) {
      case CHECK, CHECK_IN_PATH -> check(call, application, presented(call));
      case RESET, RESET_IN_PATH -> reset(call, application, presented(call));
      case REVOKE, REVOKE_IN_PATH -> delete(application, presented(call));
      case REVOKE_GRANT, REVOKE_GRANT_IN_PATH -> deleteGrant(application, presented(call));
      default -> throw new NotFound();
    };
  }

  private static String presented(Call call) throws IOException {
    return call.path().size() == 3
        ? call.path().get(2)
        : Members.of(call.request())
            .filled("access_token")
            .orElseThrow(() -> Invalid.missing("access_token"));
  }

  private Reply check(Call call, RegisteredApplication application, String text) {
    AccessToken token = find(application, text);
    JsonObject user = views.user(token.owner());
    return Reply.withToken(200, views.ofApplication(token, text, application, user, call.api()));
  }

  private Reply reset(Call call, RegisteredApplication application, String text) {
    return alone(
        application,
        text,
        token -> {
          // Before: were the host to break afterwards, the old one would be dead, the new unseen.
          JsonObject user = views.user(token.owner());
          IssuedToken issued = owner(token).regenerate(token.id());
          String secret = issued.secret().reveal();
          return Reply.withToken(
              200, views.ofApplication(issued.token(), secret, application, user, call.api()));
        });
  }

  private Reply delete(RegisteredApplication application, String text) {
    if (!alone(application, text, token -> owner(token).delete(token.id()))) {
      throw new NotFound();
    }
    return Reply.nothing();
  }

  private Reply deleteGrant(RegisteredApplication application, String text) {
    return alone(
        application,
        text,
        token -> {
          Grants.deleteAllOf(application.clientId(), owner(token));
          return Reply.nothing();
        });
  }

  /** Does this once the token was found, and found again when nobody else is at it. */
  private <T> T alone(
      RegisteredApplication application, String text, Function<AccessToken, T> work) {
    return locks.alone(find(application, text).owner(), () -> work.apply(find(application, text)));
  }

  private OwnedTokens owner(AccessToken token) {
    return tokens.ownedBy(token.owner());
  }

  private AccessToken find(RegisteredApplication application, String text) {
    return tokens.administration().inspect(text) instanceof Verified verified
            && new Entry(verified.token())
                .clientId()
                .filter(application.clientId()::equals)
                .isPresent()
        ? verified.token()
        : nothing();
  }

  private static AccessToken nothing() {
    throw new NotFound();
  }
}
