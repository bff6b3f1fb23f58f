package dev.pat4j.servlet;

import dev.pat4j.Verified;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.Judgement.Authenticated;
import dev.pat4j.servlet.Judgement.Identity;
import dev.pat4j.servlet.Judgement.LacksScope;
import dev.pat4j.servlet.Judgement.Refused;
import dev.pat4j.servlet.Judgement.Throttled;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
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
  private final ScopeCatalog catalog;
  private final boolean challengeBare401;

  Gate(
      Judge judge,
      Answers answers,
      ClientAddresses addresses,
      IdentityHeaders identityHeaders,
      TokenHeaders tokenHeaders,
      ScopeCatalog catalog,
      boolean challengeBare401) {
    this.judge = judge;
    this.answers = answers;
    this.addresses = addresses;
    this.identityHeaders = identityHeaders;
    this.tokenHeaders = tokenHeaders;
    this.catalog = catalog;
    this.challengeBare401 = challengeBare401;
  }

  /** Says what can only be known in a container: whether patterns repeat the context's path. */
  void start(ServletContext context) {
    judge
        .patternsWithin(context.getContextPath())
        .forEach(
            pattern ->
                log.warn(
                    "rule pattern {} begins with the context path {}; patterns are matched within the"
                        + " context, so this one matches {}{}",
                    pattern,
                    context.getContextPath(),
                    context.getContextPath(),
                    pattern));
  }

  void handle(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      chain.doFilter(request, response);
      return;
    }
    Judgement judgement = judge(request);
    if (judgement instanceof Authenticated authenticated) {
      passAuthenticated(request, response, chain, authenticated);
    } else if (judgement == Judgement.Anonymous.PASSES) {
      passAnonymous(request, response, chain);
    } else {
      refuse(request, response, judgement);
    }
  }

  /** Answers as the filter itself does to a token that lacks a scope. */
  void refuseScope(
      HttpServletRequest request,
      HttpServletResponse response,
      Verified verified,
      Requirement requirement)
      throws IOException, ServletException {
    answers.refuse(request, response, new LacksScope(verified, requirement));
  }

  /** Answers as the filter itself does to a request without credentials. */
  void refuseAnonymous(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    answers.refuse(request, response, Refusal.NO_CREDENTIALS);
  }

  ScopeCatalog catalog() {
    return catalog;
  }

  private Judgement judge(HttpServletRequest request) {
    try {
      return judge.judge(RequestFacts.of(request, addresses), knownIdentity(request));
    } catch (RuntimeException unforeseen) {
      // Never on to the chain from here: what could not be judged has not passed.
      log.error("a request could not be judged; answering 503", unforeseen);
      return new Refused(Refusal.UNAVAILABLE);
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
    new Standing(this, identity).attachTo(request);
    HttpServletRequest wrapped =
        new AuthenticatedRequest(request, identityHeaders, identity, catalog);
    if (request.getDispatcherType() == DispatcherType.INCLUDE) {
      chain.doFilter(wrapped, response);
      return;
    }
    chain.doFilter(
        wrapped,
        new ChallengingResponse(
            response,
            challenges(),
            r -> tokenHeaders.set(r, identity.verified(), authenticated.requirement())));
  }

  private void passAnonymous(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (knownIdentity(request) == null) {
      new Standing(this, null).attachTo(request);
    }
    IdentityHeaders hidden = addresses.isTrustedPeer(request) ? null : identityHeaders;
    chain.doFilter(
        new GuardedRequest(request, hidden), new ChallengingResponse(response, challenges(), null));
  }

  private List<String> challenges() {
    return challengeBare401 ? answers.plainChallenges() : List.of();
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, Judgement judgement)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.INCLUDE) {
      throw new ServletException("the included resource may not be used: " + judgement);
    }
    if (judgement instanceof LacksScope lacks) {
      answers.refuse(request, response, lacks);
    } else if (judgement instanceof Throttled throttled) {
      answers.refuse(request, response, throttled);
    } else {
      answers.refuse(request, response, ((Refused) judgement).refusal());
    }
  }
}
