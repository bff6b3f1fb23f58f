package dev.pat4j.servlet;

import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.Judgement.Anonymous;
import dev.pat4j.servlet.Judgement.Authenticated;
import dev.pat4j.servlet.Judgement.Identity;
import dev.pat4j.servlet.Judgement.LacksScope;
import dev.pat4j.servlet.Judgement.Plain;
import dev.pat4j.servlet.Judgement.Refused;
import dev.pat4j.servlet.internal.LogLines;
import dev.pat4j.servlet.internal.OutageLog;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mechanics of the filter: turns each dispatch of a request into facts, has them judged, and
 * carries the judgement out.
 *
 * <p>Every dispatch but ERROR is judged, each for its own path: a mark that lets a second one pass
 * unseen is how forwards have bypassed filters before. ASYNC, FORWARD and INCLUDE reuse the
 * identity that the request has already, without asking the store. A refused INCLUDE throws, since
 * an included resource can set neither status nor headers.
 */
final class Gate {

  private static final Logger log = LoggerFactory.getLogger(TokenAuthenticationFilter.class);

  private final Judge judge;
  private final Answers answers;
  private final ClientAddresses addresses;
  private final IdentityHeaders identityHeaders;
  private final TokenHeaders tokenHeaders;
  private final CacheHeaders cacheHeaders = new CacheHeaders();
  private final ScopeCatalog catalog;
  private final List<String> challengesForBare401;
  private final OutageLog outages;
  private final boolean sessions;
  private final boolean trustsIdentityHeaders;

  Gate(
      Judge judge,
      Answers answers,
      ClientAddresses addresses,
      IdentityHeaders identityHeaders,
      TokenHeaders tokenHeaders,
      ScopeCatalog catalog,
      List<String> challengesForBare401,
      OutageLog outages,
      Set<Option> options) {
    this.judge = judge;
    this.answers = answers;
    this.addresses = addresses;
    this.identityHeaders = identityHeaders;
    this.tokenHeaders = tokenHeaders;
    this.catalog = catalog;
    this.challengesForBare401 = challengesForBare401;
    this.outages = outages;
    this.sessions = options.contains(Option.SESSIONS);
    this.trustsIdentityHeaders = options.contains(Option.IDENTITY_HEADERS);
  }

  /** Says what can only be known in a container: whether patterns repeat the context's path. */
  void start(ServletContext context) {
    String path = context.getContextPath();
    for (String pattern : judge.patternsWithin(path)) {
      log.warn(
          "rule pattern {} begins with the context path: patterns are matched within the context,"
              + " so that this one stands for {}{}",
          pattern,
          path,
          pattern);
    }
  }

  void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      chain.doFilter(guarded(request, response), response);
      return;
    }
    Judgement judgement = judge(request);
    if (judgement instanceof Authenticated authenticated) {
      passAuthenticated(request, response, chain, authenticated);
    } else if (judgement instanceof Anonymous) {
      passAnonymous(request, response, chain);
    } else {
      refuse(request, response, (Refused) judgement);
    }
  }

  /** Answers to a handler's own check just as the filter itself does. */
  void refuseScopes(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Identity identity,
      Requirement requirement)
      throws IOException, ServletException {
    Refused refused =
        identity == null
            ? new Plain(Refusal.NO_CREDENTIALS)
            : new LacksScope(identity.verified(), requirement);
    log(request, refused);
    answers.refuse(request, response, refused);
  }

  ScopeCatalog catalog() {
    return catalog;
  }

  private Judgement judge(HttpServletRequest request) {
    try {
      RequestFacts facts = RequestFacts.of(request, addresses);
      Identity known = knownIdentity(request);
      Judgement judgement = judge.judge(facts, known);
      if (judgement instanceof Authenticated passes) {
        new Standing(this, passes.identity(), facts.clientAddress()).attachTo(request);
      } else if (judgement instanceof Anonymous && known == null) {
        new Standing(this, null, facts.clientAddress()).attachTo(request);
      }
      return judgement;
    } catch (Exception unforeseen) { // every one, since not every language checks them
      // Never on to the chain from here: what could not be judged has not passed.
      outages.failed(
          "a request could not be judged; answering 503", LogLines.withoutSecret(unforeseen, ""));
      return new Plain(Refusal.UNAVAILABLE);
    }
  }

  /** Only from this gate: another one may ask another verifier. Never on the first dispatch. */
  private @Nullable Identity knownIdentity(HttpServletRequest request) {
    return request.getDispatcherType() == DispatcherType.REQUEST
        ? null
        : Standing.of(request)
            .filter(standing -> standing.gate() == this)
            .map(Standing::identity)
            .orElse(null);
  }

  private void passAuthenticated(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      Authenticated authenticated)
      throws IOException, ServletException {
    Identity identity = authenticated.identity();
    Requirement requirement = authenticated.requirement();
    HttpServletResponse answer =
        new TokenResponse(
            response,
            challengesForBare401,
            beneath -> tokenHeaders.set(beneath, identity.verified(), requirement),
            cacheHeaders);
    chain.doFilter(
        new AuthenticatedRequest(request, identityHeaders, answer, identity, catalog, sessions),
        answer);
  }

  private void passAnonymous(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse answer = new ChallengingResponse(response, challengesForBare401);
    chain.doFilter(guarded(request, answer), answer);
  }

  /**
   * Where no token says who is calling, a proxy may, if it is trusted with that: a login of its.
   */
  private HttpServletRequest guarded(HttpServletRequest request, HttpServletResponse response) {
    boolean shown = trustsIdentityHeaders && addresses.isTrustedPeer(request);
    return new GuardedRequest(request, shown ? null : identityHeaders, response);
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, Refused refused)
      throws IOException, ServletException {
    log(request, refused);
    if (request.getDispatcherType() == DispatcherType.INCLUDE) {
      throw new ServletException("the included resource is refused: " + refused.refusal());
    }
    answers.refuse(request, response, refused);
  }

  /** Nothing that the client wrote, its method included: a token may have got anywhere. */
  private static void log(HttpServletRequest request, Refused refused) {
    log.debug("{} refused: {}", request.getDispatcherType(), refused);
  }
}
