package dev.pat4j.web.oauth;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.servlet.internal.OutageLog;
import dev.pat4j.web.RegisteredApplication;
import dev.pat4j.web.WebHost;
import dev.pat4j.web.http.Answers;
import dev.pat4j.web.http.Attempts;
import dev.pat4j.web.http.Bodies;
import dev.pat4j.web.http.Realm;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an endpoint for registered applications does with every request, in this order: POST and
 * nothing else; the form; the throttle, by the client's address; the application; then what the
 * endpoint is for. What breaks on the way is 503, and says nothing about any token.
 */
public final class ClientEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(ClientEndpoint.class);
  private static final String RETRY_UNAVAILABLE = "10";
  private static final Realm REALM = new Realm("OAuth");

  private final OutageLog outages = new OutageLog(LOG);
  private final String name;
  private final Clients clients;
  private final Set<String> parameters;
  private final Attempts attempts;

  /** What the endpoint is for. */
  @FunctionalInterface
  public interface Action {
    /** The answer to a client that is who it says; empty for 200 without a body. */
    Optional<JsonObject> answer(RegisteredApplication client, Form form);
  }

  /**
   * An endpoint.
   *
   * @param name for the log
   * @param parameters those it knows, besides those that say who the client is
   */
  public ClientEndpoint(
      String name,
      WebHost host,
      TokenFormat format,
      Set<String> parameters,
      @Nullable FailureThrottle throttle) {
    this.name = name;
    this.clients = new Clients(host, format);
    this.parameters = new HashSet<>(parameters);
    this.parameters.addAll(Clients.PARAMETERS);
    this.attempts = new Attempts(host, Optional.ofNullable(throttle));
  }

  /** Answers a request. */
  public void serve(HttpServletRequest request, HttpServletResponse response, Action action)
      throws IOException {
    if (!request.getMethod().equals("POST")) {
      Bodies.drop(request);
      response.setHeader("Allow", "POST");
      Answers.empty(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    Optional<JsonObject> answer;
    try {
      Form form = Form.of(request, parameters);
      Duration delay = delay(request, form);
      if (delay.compareTo(Duration.ZERO) > 0) {
        response.setHeader("Retry-After", Long.toString(secondsRoundedUp(delay)));
        Answers.json(response, 429, error("temporarily_unavailable", "too many failed attempts"));
        return;
      }
      answer = action.answer(client(request, form), form);
    } catch (OAuthError refused) {
      Bodies.drop(request);
      refuse(response, refused);
      return;
    } catch (RuntimeException broken) { // the store, the host, or a hook of the host
      outages.failed(name + " is not available", broken);
      response.setHeader("Retry-After", RETRY_UNAVAILABLE);
      Answers.json(response, 503, error("temporarily_unavailable", "try again later"));
      return;
    }
    if (answer.isPresent()) {
      Answers.json(response, HttpServletResponse.SC_OK, answer.get());
    } else {
      Answers.empty(response, HttpServletResponse.SC_OK);
    }
  }

  private Duration delay(HttpServletRequest request, Form form) {
    return Clients.isNamed(request, form) ? attempts.delay(request) : Duration.ZERO;
  }

  private RegisteredApplication client(HttpServletRequest request, Form form) {
    Optional<RegisteredApplication> client = clients.of(request, form);
    if (client.isEmpty()) {
      if (Clients.isNamed(request, form)) {
        attempts.failed(request);
      }
      throw OAuthError.invalidClient();
    }
    return client.get();
  }

  private static void refuse(HttpServletResponse response, OAuthError refused) throws IOException {
    if (refused.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", REALM.basic());
    }
    Answers.json(response, refused.status(), error(refused.code(), refused.description()));
  }

  private static JsonObject error(String code, String description) {
    return Json.createObjectBuilder()
        .add("error", code)
        .add("error_description", description)
        .build();
  }

  private static long secondsRoundedUp(Duration delay) {
    long seconds = delay.getSeconds();
    return delay.getNano() > 0 && seconds < Long.MAX_VALUE ? seconds + 1 : seconds;
  }
}
