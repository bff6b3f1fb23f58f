package dev.pat4j.web.rest;

import dev.pat4j.AccessToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.RejectionReason;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.scope.Scopes;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.web.http.BasicCredentials;
import dev.pat4j.web.http.Callers;
import dev.pat4j.web.http.Realm;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The route {@code /token}: what somebody may do who has nothing but a token. He may see what it
 * is, and end it.
 */
final class PresentedToken {

  private static final String TOKEN_IS_THE_USER = "x-oauth-basic";

  private final PersonalAccessTokens tokens;
  private final Callers callers;
  private final String bearer;
  private final String challenges;

  PresentedToken(PersonalAccessTokens tokens, Callers callers, Realm realm) {
    this.tokens = tokens;
    this.callers = callers;
    this.bearer = realm.bearer();
    this.challenges = realm.basic() + ", " + bearer;
  }

  Reply answer(Call call) {
    HttpServletRequest request = call.request();
    if (call.method().equals("GET")) {
      return described(present(request, false), call);
    }
    AccessToken token = present(request, true).token();
    tokens.ownedBy(token.owner()).revoke(token.id(), "revoked with the token itself");
    return Reply.nothing();
  }

  /** In headers too, for a proxy that asks on behalf of what is behind it, and reads no body. */
  private Reply described(Verified verified, Call call) {
    // An empty one too: a proxy that forgot to say which is not to let everybody through.
    call.parameters("scope").forEach(names -> require(names, verified));
    AccessToken token = verified.token();
    return new Reply(
        200,
        View.own(token),
        Map.of(
            "X-Token-Id",
            token.id().toString(),
            "X-Token-Owner",
            URLEncoder.encode(token.owner(), StandardCharsets.UTF_8).replace("+", "%20"),
            "X-Token-Scopes",
            String.join(" ", verified.scopes().impliedNames())));
  }

  private void require(String names, Verified verified) {
    Scopes wanted;
    try {
      wanted = tokens.scopeCatalog().of(names.strip().split(" +", -1));
    } catch (IllegalArgumentException e) {
      throw new Problem(400, "scope names one or more scopes of the catalogue");
    }
    if (!verified.scopes().covers(wanted)) {
      throw Problem.with(
          403,
          "the token lacks a scope that is asked for",
          Map.of(
              "WWW-Authenticate",
              bearer
                  + ", error=\"insufficient_scope\", scope=\""
                  + String.join(" ", wanted.names())
                  + "\""));
    }
  }

  /**
   * By the filter if it is in front, which knows of proxies; else by the header, from the address
   * that the host says. To end a token it may be shown from everywhere: whoever found it does good.
   */
  private Verified present(HttpServletRequest request, boolean fromEverywhere) {
    Optional<Verified> filtered = TokenAuthenticationFilter.verifiedOf(request);
    if (filtered.isPresent()) {
      return filtered.get();
    }
    String text =
        text(request)
            .orElseThrow(
                () ->
                    Problem.with(
                        401,
                        "show a token, as Bearer or as the password of Basic",
                        Map.of("WWW-Authenticate", challenges)));
    Verification outcome =
        fromEverywhere
            ? tokens.administration().inspect(text)
            : tokens.verify(text, callers.address(request).orElse(null));
    if (outcome instanceof Verified verified) {
      return verified;
    }
    // As the filter says it: a 401 would make git forget a token that is good at home.
    if (((Rejected) outcome).reason() == RejectionReason.ADDRESS_NOT_ALLOWED) {
      throw new Problem(403, "the token may not be used from this address");
    }
    throw Problem.with(
        401,
        "the token is not valid",
        Map.of("WWW-Authenticate", challenges + ", error=\"invalid_token\""));
  }

  private static Optional<String> text(HttpServletRequest request) {
    List<String> lines = Collections.list(request.getHeaders("Authorization"));
    if (lines.size() != 1) {
      return Optional.empty();
    }
    String[] parts = lines.get(0).strip().split(" +", 2);
    String scheme = parts[0].toLowerCase(Locale.ROOT);
    if (scheme.equals("bearer") || scheme.equals("token")) {
      return parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
    }
    return BasicCredentials.of(request).map(PresentedToken::text).filter(text -> !text.isEmpty());
  }

  private static String text(BasicCredentials pair) {
    return pair.password().isEmpty() || pair.password().equals(TOKEN_IS_THE_USER)
        ? pair.name()
        : pair.password();
  }
}
