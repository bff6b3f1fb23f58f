package dev.pat4j.web.http;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.web.RegisteredApplication;
import dev.pat4j.web.SecondFactor;
import dev.pat4j.web.WebHost;
import dev.pat4j.web.http.NotAdmitted.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who sends a request to a REST interface: a person by name and password over HTTP Basic, or an
 * application by client id and secret. In this order, and the first that fails decides:
 *
 * <ol>
 *   <li>no token is carried, valid or not
 *   <li>no page of another site sent it through a browser that knows the password
 *   <li>there are credentials
 *   <li>the client has not failed too often; it is known by its address alone
 *   <li>the credentials are somebody's
 *   <li>the second factor, if the person has one
 * </ol>
 */
public final class Callers {

  private static final int LONGEST_CODE = 64;

  private final WebHost host;
  private final TokenFormat format;
  private final Attempts attempts;

  /** Who ask this host; failures are counted by the throttle, if there is one. */
  public Callers(WebHost host, TokenFormat format, Optional<FailureThrottle> throttle) {
    this.host = host;
    this.format = format;
    this.attempts = new Attempts(host, throttle);
  }

  /**
   * The owner who sends this request.
   *
   * @throws NotAdmitted if that is nobody
   * @throws HostFailure if the host broke when it was asked
   */
  public String person(HttpServletRequest request) {
    BasicCredentials pair = credentials(request);
    // An empty password is a success to some directories, which take it for an anonymous bind.
    Optional<String> owner =
        pair.name().isEmpty() || pair.password().isEmpty()
            ? Optional.empty()
            : asking(() -> host.authenticate(pair.name(), pair.password()));
    String person = owner.orElseThrow(() -> failed(request, Reason.BAD_CREDENTIALS, ""));
    asking(() -> host.secondFactor(person)).ifPresent(factor -> require(factor, request));
    return person;
  }

  /**
   * The application that sends this request.
   *
   * @throws NotAdmitted if that is none
   * @throws HostFailure if the host broke when it was asked
   */
  public RegisteredApplication application(HttpServletRequest request) {
    BasicCredentials pair = credentials(request);
    return application(pair.name(), pair.password())
        .orElseThrow(() -> failed(request, Reason.BAD_CREDENTIALS, ""));
  }

  /** The application with this id and secret, which somebody else sends; empty if there is none. */
  public Optional<RegisteredApplication> application(String clientId, String secret) {
    return ProvenApplication.of(host, clientId, secret);
  }

  /** Takes note of a wrong secret that was no credential of the request itself. */
  public void guessed(HttpServletRequest request) {
    attempts.failed(request);
  }

  /**
   * The address of the client, as the host says; empty if it is not known.
   *
   * @throws HostFailure if the host broke when it was asked
   */
  public Optional<String> address(HttpServletRequest request) {
    return attempts.address(request);
  }

  /**
   * Refuses what a page of another site had a browser send.
   *
   * @throws NotAdmitted if it did
   */
  public void requireSameOrigin(HttpServletRequest request) {
    if (CrossOrigin.sent(request)) {
      throw new NotAdmitted(Reason.CROSS_ORIGIN, "");
    }
  }

  /**
   * Refuses a client that failed too often.
   *
   * @throws NotAdmitted if it did
   */
  public void requireQuiet(HttpServletRequest request) {
    Duration delay = attempts.delay(request);
    if (!delay.isNegative() && !delay.isZero()) {
      throw new NotAdmitted(Reason.THROTTLED, Long.toString(Math.max(1, delay.toSeconds())));
    }
  }

  /** What the host says to a question. */
  public static <T> T asking(Supplier<T> question) {
    try {
      T answer = question.get();
      if (answer == null) {
        throw new NullPointerException("the host answered null");
      }
      return answer;
    } catch (RuntimeException e) {
      throw new HostFailure(e);
    }
  }

  private BasicCredentials credentials(HttpServletRequest request) {
    if (Carried.token(request, format)) {
      throw new NotAdmitted(Reason.TOKEN, "");
    }
    requireSameOrigin(request);
    if (request.getHeader("Authorization") == null) {
      throw new NotAdmitted(Reason.NO_CREDENTIALS, "");
    }
    requireQuiet(request);
    return BasicCredentials.of(request)
        .orElseThrow(() -> failed(request, Reason.BAD_CREDENTIALS, ""));
  }

  private void require(SecondFactor factor, HttpServletRequest request) {
    String code = request.getHeader("X-GitHub-OTP");
    boolean missing = code == null || code.isBlank();
    String kind = asking(factor::kind);
    if (missing) {
      // A message for every poll of a list would be a nuisance, and costs money.
      if (Set.of("POST", "PUT").contains(request.getMethod())) {
        asking(
            () -> {
              factor.send();
              return true;
            });
      }
      throw new NotAdmitted(Reason.SECOND_FACTOR, kind);
    }
    if (code.length() > LONGEST_CODE || !asking(() -> factor.accepts(code.strip()))) {
      throw failed(request, Reason.SECOND_FACTOR, kind);
    }
  }

  private NotAdmitted failed(HttpServletRequest request, Reason reason, String detail) {
    guessed(request);
    return new NotAdmitted(reason, detail);
  }
}
