package dev.pat4j.servlet;

import static java.util.Objects.requireNonNull;

import dev.pat4j.Rejected;
import dev.pat4j.TokenVerifier;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.servlet.Judgement.Anonymous;
import dev.pat4j.servlet.Judgement.Authenticated;
import dev.pat4j.servlet.Judgement.Identity;
import dev.pat4j.servlet.Judgement.LacksScope;
import dev.pat4j.servlet.Judgement.Plain;
import dev.pat4j.servlet.Judgement.Throttled;
import dev.pat4j.servlet.internal.LogLines;
import dev.pat4j.servlet.internal.OutageLog;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a request. The decision table, from top to bottom, first match wins:
 *
 * <table>
 * <caption>The decision table</caption>
 * <tr><th>row<th>the request<th>the outcome
 * <tr><td>1<td>an error dispatch<td>passes untouched ({@link Gate})
 * <tr><td>2<td>a suspicious target, or one that the container could not map<td>400
 * <tr><td>3, 4<td>an open path, whatever credentials<td>passes anonymously
 * <tr><td>5<td>a CORS preflight, where exempted<td>passes anonymously
 * <tr><td>6, 7<td>no credentials, or of an unknown scheme<td>401 without an error
 * <tr><td>8<td>credentials given twice<td>400 invalid_request
 * <tr><td>9, 10<td>malformed credentials<td>401
 * <tr><td>11<td>no token by shape or checksum<td>401, no store asked
 * <tr><td>12<td>the store broke<td>503
 * <tr><td>13<td>unknown, expired, revoked, owner inactive<td>401, all alike
 * <tr><td>14<td>valid, from an address not allowed<td>403
 * <tr><td>15<td>valid, and no rule for this path and method<td>403
 * <tr><td>16<td>valid, and lacks a scope<td>403 insufficient_scope
 * <tr><td>17, 18<td>valid, and meets the rule<td>passes as the token's owner
 * <tr><td>19<td>too many failures from this address<td>429, no store asked
 * <tr><td>20<td>an unchecked exception<td>503
 * </table>
 *
 * <p>A function of the facts and of what the verifier says; thread-safe.
 */
final class Judge {

  private static final Logger log = LoggerFactory.getLogger(TokenAuthenticationFilter.class);

  private final TokenVerifier verifier;
  private final RuleTable rules;
  private final RequestFirewall firewall;
  private final AuthorizationHeader header;
  private final UserNamePolicy userNames;
  private final @Nullable FailureThrottle throttle;
  private final Set<Option> options;
  private final OutageLog outages;

  Judge(
      TokenVerifier verifier,
      RuleTable rules,
      RequestFirewall firewall,
      AuthorizationHeader header,
      UserNamePolicy userNames,
      @Nullable FailureThrottle throttle,
      Set<Option> options,
      OutageLog outages) {
    this.verifier = verifier;
    this.rules = rules;
    this.firewall = firewall;
    this.header = header;
    this.userNames = userNames;
    this.throttle = throttle;
    this.options = Set.copyOf(options);
    this.outages = outages;
  }

  /**
   * The judgement of a request, or of one further dispatch of it.
   *
   * @param known whom an earlier dispatch of the same request was authenticated as; the credentials
   *     are not read then, nor the store asked, but the path is judged again
   */
  Judgement judge(RequestFacts facts, @Nullable Identity known) {
    String path = facts.path();
    if (path == null || !firewall.admits(facts.rawPath(), path)) {
      return new Plain(Refusal.SUSPICIOUS_TARGET);
    }
    Requirement requirement = rules.find(facts.method(), path, facts.query());
    if (requirement.isOpen() || (facts.preflight() && options.contains(Option.CORS_PREFLIGHT))) {
      return Anonymous.PASSES;
    }
    if (options.contains(Option.REQUIRE_TLS) && !facts.secure()) {
      return new Plain(Refusal.TLS_REQUIRED);
    }
    return known == null ? judgeCredentials(facts, requirement) : authorise(known, requirement);
  }

  /** The patterns that begin with this context path, which is empty for the root context. */
  List<String> patternsWithin(String contextPath) {
    return contextPath.isEmpty() ? List.of() : rules.patternsWithin(contextPath);
  }

  private Judgement judgeCredentials(RequestFacts facts, Requirement requirement) {
    Credentials credentials = header.read(facts.authorization());
    return switch (credentials.kind()) {
      case ABSENT -> withoutCredentials(facts);
      case FOREIGN -> new Plain(Refusal.NO_CREDENTIALS);
      case DUPLICATED -> new Plain(Refusal.CREDENTIALS_TWICE);
      case MALFORMED, PRESENTED -> {
        Duration delay = throttle == null ? Duration.ZERO : throttle.delay(facts.peer());
        yield delay.compareTo(Duration.ZERO) > 0
            ? new Throttled(delay)
            : judgePresented(facts, credentials, requirement);
      }
    };
  }

  /** TRACE would echo credentials to whoever provoked it, so it never passes. */
  private Judgement withoutCredentials(RequestFacts facts) {
    return options.contains(Option.OPTIONAL_CREDENTIALS) && !facts.method().equals("TRACE")
        ? Anonymous.PASSES
        : new Plain(Refusal.NO_CREDENTIALS);
  }

  private Judgement judgePresented(
      RequestFacts facts, Credentials credentials, Requirement requirement) {
    if (credentials.kind() == Credentials.Kind.MALFORMED || !userNames.admits(credentials)) {
      return failed(facts, credentials);
    }
    Verification verification;
    try {
      verification =
          requireNonNull(
              verifier.verify(credentials.token(), facts.clientAddress()), "verification");
    } catch (Exception broken) { // every one, since not every language checks them
      outages.failed(
          "a token could not be verified; answering 503",
          LogLines.withoutSecret(broken, credentials.token()));
      return new Plain(Refusal.UNAVAILABLE);
    }
    if (verification instanceof Rejected rejected) {
      return rejected(facts, credentials, rejected);
    }
    Verified verified = (Verified) verification;
    return userNames.admits(credentials, verified.token().owner())
        ? authorise(new Identity(verified, credentials.carrier()), requirement)
        : failed(facts, credentials);
  }

  private Judgement rejected(RequestFacts facts, Credentials credentials, Rejected rejected) {
    log.debug("credentials refused: {}, client {}", rejected, facts.peer());
    return switch (rejected.reason()) {
      case ADDRESS_NOT_ALLOWED -> new Plain(Refusal.ADDRESS_NOT_ALLOWED);
      // A verifier of the host's may ask for scopes of its own.
      case INSUFFICIENT_SCOPE -> new Plain(Refusal.INSUFFICIENT_SCOPE);
      default -> failed(facts, credentials);
    };
  }

  private Judgement failed(RequestFacts facts, Credentials credentials) {
    if (throttle != null) {
      throttle.failed(facts.peer());
    }
    return new Plain(
        credentials.carrier() == Credentials.Carrier.BASIC
            ? Refusal.BAD_BASIC
            : Refusal.BAD_BEARER);
  }

  private static Judgement authorise(Identity identity, Requirement requirement) {
    if (requirement.isDenied()) {
      return new Plain(Refusal.NO_RULE);
    }
    return requirement.isMetBy(identity.verified().scopes())
        ? new Authenticated(identity, requirement)
        : new LacksScope(identity.verified(), requirement);
  }
}
