package dev.pat4j.web;

import static dev.pat4j.web.OAuthLab.encoded;
import static dev.pat4j.web.OAuthLab.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.servlet.FailureThrottle;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may ask, and in what form: the same for both endpoints (RFC 6749 sections 2.3, 3.2, 5.2). */
class ClientAuthenticationTest {

  /** Those who guess are slowed down after two failures. */
  private static final class Throttle implements FailureThrottle {
    final List<String> failed = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    boolean broken;

    @Override
    public Duration delay(String clientAddress) {
      if (broken) {
        throw new IllegalStateException("the limiter is down");
      }
      asked.add(clientAddress);
      return failed.size() < 2 ? Duration.ZERO : Duration.ofMillis(2_001);
    }

    @Override
    public void failed(String clientAddress) {
      failed.add(clientAddress);
    }
  }

  enum Endpoint {
    INTROSPECTION,
    REVOCATION;

    Servlet servlet(WebLab lab, FailureThrottle throttle) {
      return this == INTROSPECTION
          ? IntrospectionServlet.builder(lab.tokens, lab.host).throttle(throttle).build()
          : RevocationServlet.builder(lab.tokens, lab.host).throttle(throttle).build();
    }
  }

  private final Throttle throttle = new Throttle();

  private OAuthLab open(Endpoint endpoint) throws Exception {
    Function<WebLab, Servlet> servlet = lab -> endpoint.servlet(lab, throttle);
    return new OAuthLab(servlet);
  }

  @ParameterizedTest
  @EnumSource
  void anApplicationIsKnownByBasicOrByTheForm(Endpoint endpoint) throws Exception {
    try (OAuthLab oauth = open(endpoint)) {
      assertEquals(200, oauth.post(OAuthLab.BASIC, "token=x").statusCode());
      String form = "client_id=demo-client&client_secret=demo-secret";
      assertEquals(200, oauth.post("", "token=x&" + form).statusCode());
      assertEquals(200, oauth.post(OAuthLab.BASIC, "token=x&client_id=demo-client").statusCode());
    }
  }

  @ParameterizedTest
  @EnumSource
  void idAndSecretMayBeEncodedAsInAFormOrNot(Endpoint endpoint) throws Exception {
    try (OAuthLab oauth = open(endpoint)) {
      String id = "https%3A-like+id";
      String secret = "p+ss %41:wörd%";
      URI url = URI.create("https://odd.example/");
      oauth.lab.host.add(RegisteredApplication.of(id, secret, "Odd", url));

      String encoded = WebLab.basic(encoded(id), encoded(secret));
      assertEquals(200, oauth.post(encoded, "token=x").statusCode());
      assertEquals(200, oauth.post(WebLab.basic(id, secret), "token=x").statusCode());
      String form = "token=x&client_id=" + encoded(id) + "&client_secret=" + encoded(secret);
      assertEquals(200, oauth.post("", form).statusCode());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anybodyElseIsInvalidClientWithAChallenge(Endpoint endpoint) throws Exception {
    try (OAuthLab oauth = open(endpoint)) {
      String token = oauth.issue(OAuthLab.ordinary()).secret().reveal();
      for (String authorization :
          List.of(
              "",
              WebLab.basic("demo-client", "demo-secret "),
              WebLab.basic("demo-client", ""),
              WebLab.basic("Demo-client", "demo-secret"),
              WebLab.basic("ada", FakeHost.ADA),
              WebLab.basic("nobody", "\u0000"),
              "Basic !",
              "Digest x",
              "Bearer demo-secret")) {
        throttle.failed.clear();
        HttpResponse<String> answer = oauth.post(authorization, "token=" + token);
        assertEquals("401 invalid_client", error(answer), authorization);
        Optional<String> challenge = answer.headers().firstValue("WWW-Authenticate");
        assertTrue(challenge.orElse("").startsWith("Basic realm="), "a challenge");
        assertEquals(authorization.isEmpty() ? 0 : 1, throttle.failed.size(), authorization);
      }
      for (String form :
          List.of(
              "client_id=demo-client",
              "client_id=demo-client&client_secret=",
              "client_secret=demo-secret",
              "client_id=demo-client&client_secret=wrong")) {
        throttle.failed.clear();
        assertEquals("401 invalid_client", error(oauth.post("", "token=x&" + form)), form);
      }
      assertEquals(1, oauth.lab.tokens.ownedBy("ada").list().size());
      assertTrue(oauth.lab.tokens.ownedBy("ada").list().get(0).revocation().isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("threat 5: a token is never a client, however it is carried")
  void aTokenIsNoClient(Endpoint endpoint) throws Exception {
    try (OAuthLab oauth = open(endpoint)) {
      String token = oauth.issue(OAuthLab.ordinary()).secret().reveal();
      for (String authorization :
          List.of(
              "Bearer " + token,
              "token " + token,
              WebLab.basic("ada", token),
              WebLab.basic(token, ""),
              WebLab.basic("demo-client", token))) {
        throttle.failed.clear();
        HttpResponse<String> answer =
            oauth.post(authorization, "token=x&client_id=demo-client&client_secret=demo-secret");
        assertEquals("401 invalid_client", error(answer));
        assertFalse(answer.body().contains(token));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoMethodsAtOnceAreRefused(Endpoint endpoint) throws Exception {
    try (OAuthLab oauth = open(endpoint)) {
      for (String twice :
          List.of("client_id=demo-client&client_secret=demo-secret", "client_id=another")) {
        HttpResponse<String> answer = oauth.post(OAuthLab.BASIC, "token=x&" + twice);
        assertEquals("400 invalid_request", error(answer), twice);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aParameterIsThereOnceAndInTheBody(Endpoint endpoint) throws Exception {
    try (OAuthLab oauth = open(endpoint)) {
      for (String body :
          List.of(
              "",
              "token",
              "token=",
              "Token=x",
              "token=x&token=x",
              "token=x&tok%65n=y",
              "token=&token=x",
              "token=%",
              "token=%4",
              "token=%g1",
              "token=%ff")) {
        assertEquals("400 invalid_request", error(oauth.post(OAuthLab.BASIC, body)), body);
      }
      HttpResponse<String> inQuery =
          oauth.lab.send(
              oauth
                  .lab
                  .to("/endpoint?token=x")
                  .header("Authorization", OAuthLab.BASIC)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.noBody()));
      assertEquals("400 invalid_request", error(inQuery));
      String unknown = "token=x&token_type_hint=spaceship&resource=a&resource=b&callback=run";
      assertEquals(200, oauth.post(OAuthLab.BASIC, unknown).statusCode());
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyAFormOfBoundedLengthIsRead(Endpoint endpoint) throws Exception {
    try (OAuthLab oauth = open(endpoint)) {
      HttpResponse<String> json =
          oauth.lab.send(
              oauth
                  .form("{\"token\":\"x\"}")
                  .setHeader("Content-Type", "application/json")
                  .header("Authorization", OAuthLab.BASIC));
      assertEquals("400 invalid_request", error(json));
      HttpResponse<String> charset =
          oauth.lab.send(
              oauth
                  .form("token=x")
                  .setHeader("Content-Type", "Application/X-WWW-Form-URLencoded;charset=UTF-8")
                  .header("Authorization", OAuthLab.BASIC));
      assertEquals(200, charset.statusCode());
      String huge = "token=" + "x".repeat(20_000);
      assertEquals("413 invalid_request", error(oauth.post(OAuthLab.BASIC, huge)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyPostIsAnswered(Endpoint endpoint) throws Exception {
    try (OAuthLab oauth = open(endpoint)) {
      for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")) {
        HttpResponse<String> answer =
            oauth.lab.send(
                oauth
                    .lab
                    .to("/endpoint?token=x")
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .header("Authorization", OAuthLab.BASIC));
        assertEquals(405, answer.statusCode(), method);
        assertEquals(Optional.of("POST"), answer.headers().firstValue("Allow"), method);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoGuessesSecretsIsSlowedDown(Endpoint endpoint) throws Exception {
    try (OAuthLab oauth = open(endpoint)) {
      String wrong = WebLab.basic("demo-client", "guess");
      assertEquals(200, oauth.post(OAuthLab.BASIC, "token=x").statusCode());
      assertEquals(401, oauth.post(wrong, "token=x").statusCode());
      assertEquals(401, oauth.post(wrong, "token=x").statusCode());
      HttpResponse<String> answer = oauth.post(OAuthLab.BASIC, "token=x");
      assertEquals(429, answer.statusCode());
      assertEquals(Optional.of("3"), answer.headers().firstValue("Retry-After"));
      assertEquals(List.of("127.0.0.1", "127.0.0.1"), throttle.failed);
      int asked = throttle.asked.size();
      assertEquals(
          401, oauth.post("", "token=x").statusCode(), "who shows nothing guesses nothing");
      assertEquals(asked, throttle.asked.size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatBreaksIs503AndSaysNothing(Endpoint endpoint) throws Exception {
    try (OAuthLab oauth = open(endpoint)) {
      String token = oauth.issue(OAuthLab.ordinary()).secret().reveal();
      oauth.lab.storeBroken = true;
      assertUnavailable(oauth.ask(token));
      oauth.lab.storeBroken = false;
      oauth.lab.host.broken = true;
      assertUnavailable(oauth.ask(token));
      oauth.lab.host.broken = false;
      throttle.broken = true;
      assertUnavailable(oauth.ask(token));
      throttle.broken = false;
      assertEquals(200, oauth.ask(token).statusCode());
    }
  }

  private static void assertUnavailable(HttpResponse<String> answer) {
    assertEquals("503 temporarily_unavailable", error(answer));
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    assertFalse(answer.body().contains("active"));
    assertFalse(answer.body().contains("Exception"));
  }
}
