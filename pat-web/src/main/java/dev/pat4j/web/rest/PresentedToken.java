package dev.pat4j.web.rest;

import dev.pat4j.AccessToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.web.http.BasicCredentials;
import jakarta.servlet.http.HttpServletRequest;
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
  private final String challenges;

  PresentedToken(PersonalAccessTokens tokens, String realm) {
    this.tokens = tokens;
    this.challenges =
        "Basic realm=\"" + realm + "\", charset=\"UTF-8\", Bearer realm=\"" + realm + "\"";
  }

  Reply answer(Call call) {
    HttpServletRequest request = call.request();
    if (call.method().equals("GET")) {
      return Reply.of(View.own(present(request, false)));
    }
    AccessToken token = present(request, true);
    tokens.ownedBy(token.owner()).revoke(token.id(), "revoked with the token itself");
    return Reply.nothing();
  }

  /**
   * By the filter if it is in front, which knows of proxies; else by the header, from the address
   * of the peer. To end a token it may be shown from everywhere: whoever found it does good.
   */
  private AccessToken present(HttpServletRequest request, boolean fromEverywhere) {
    Optional<Verified> filtered = TokenAuthenticationFilter.verifiedOf(request);
    if (filtered.isPresent()) {
      return filtered.get().token();
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
            : tokens.verify(text, literal(request));
    if (outcome instanceof Verified verified) {
      return verified.token();
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

  private static String literal(HttpServletRequest request) {
    String address = String.valueOf(request.getRemoteAddr());
    return address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
  }
}
