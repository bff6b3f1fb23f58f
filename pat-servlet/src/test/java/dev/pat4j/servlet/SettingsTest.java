package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AddressRange;
import dev.pat4j.servlet.Host.Exchange;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host can set, and what it cannot. */
class SettingsTest {

  private final Host host = new Host();

  @Nested
  @DisplayName("optional credentials")
  class OptionalCredentials {

    @Test
    void letRequestsWithoutThroughAnonymously() {
      host.with(filter -> filter.optionalCredentials(true));
      for (String path : List.of("/repos/x", "/nowhere", "/git/x.git/info/refs")) {
        Exchange exchange = host.send(FakeRequest.get(path).containerPrincipal("session"));
        assertTrue(exchange.reachedApplication());
        assertEquals("session", exchange.passed.getRemoteUser());
        assertTrue(TokenAuthenticationFilter.tokenOf(exchange.passed).isEmpty());
        assertNull(exchange.response.header("Cache-Control"));
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Digest x", "Bearer x", "Bearer", "Basic dTpw", "Basic !"})
    @DisplayName("bad credentials are refused all the same, whatever the session")
    void badOnesAreRefused(String line) {
      host.with(filter -> filter.optionalCredentials(true));
      Exchange exchange =
          host.send(FakeRequest.get("/repos/x").authorization(line).containerPrincipal("session"));
      assertEquals(401, exchange.status());
      assertFalse(exchange.reachedApplication());
      assertEquals(400, host.send(FakeRequest.get("/repos/x").authorization(line, line)).status());
    }

    @Test
    void goodOnesAreJudgedByTheRules() {
      host.with(filter -> filter.optionalCredentials(true));
      String token = host.token("repo:read");
      assertEquals(200, host.send(FakeRequest.get("/repos/x").bearer(token)).status());
      assertEquals(403, host.send(FakeRequest.of("PUT", "/repos/x").bearer(token)).status());
      assertEquals(403, host.send(FakeRequest.get("/nowhere").bearer(token)).status());
    }

    @Test
    void traceAndSuspiciousTargetsAreRefusedAllTheSame() {
      host.with(filter -> filter.optionalCredentials(true));
      assertEquals(401, host.send(FakeRequest.of("TRACE", "/repos/x")).status());
      assertEquals(400, host.send(FakeRequest.get("/repos/x;y")).status());
    }

    @Test
    void challengeABare401OfTheHost() {
      host.with(filter -> filter.optionalCredentials(true));
      host.application = (request, response) -> response.sendError(401);
      assertEquals(2, host.send(FakeRequest.get("/repos/x")).response.challenges().size());
    }
  }

  @Nested
  @DisplayName("TLS required")
  class Tls {

    @Test
    @DisplayName(
        "protected paths in clear are 403 before any challenge and without a look at secrets")
    void inClear() {
      host.with(filter -> filter.requireTls(true));
      String token = host.token("repo");
      for (FakeRequest request :
          List.of(FakeRequest.get("/repos/x"), FakeRequest.get("/repos/x").bearer(token))) {
        Exchange exchange = host.send(request);
        assertEquals(403, exchange.status());
        assertEquals(List.of(), exchange.response.challenges());
        assertEquals("TLS required\n", exchange.response.body());
      }
      assertEquals(0, host.store.calls());
      assertTrue(host.send(FakeRequest.get("/status")).reachedApplication());
    }

    @Test
    void overTls() {
      host.with(filter -> filter.requireTls(true).trustedProxies(AddressRange.parse("10.0.0.0/8")));
      FakeRequest request = FakeRequest.get("/repos/x").bearer(host.token("repo"));
      assertEquals(403, host.send(request.header("X-Forwarded-Proto", "https")).status());
      assertEquals(200, host.send(request.from("10.0.0.1")).status());
      assertEquals(200, host.send(request.from("192.0.2.1").secure()).status());
    }
  }

  @Nested
  @DisplayName("the user name of a Basic pair")
  class UserNames {

    @ParameterizedTest
    @CsvSource({
      "ada:T, 200",
      "Ada:T, 401",
      "grace:T, 401",
      "'ada :T', 401",
      ":T, 401",
      "T:, 401",
      "T:x-oauth-basic, 401"
    })
    void mayHaveToBeTheOwners(String pair, int status) {
      host.with(filter -> filter.userNames(UserNamePolicy.mustMatchOwner()));
      String token = host.token("repo");
      assertEquals(
          status,
          host.send(
                  FakeRequest.get("/user")
                      .authorization(FakeRequest.basic(pair.replace("T", token))))
              .status());
      assertEquals(200, host.send(FakeRequest.get("/user").bearer(token)).status());
    }

    @ParameterizedTest
    @CsvSource({
      "git:T, 200",
      "GIT:T, 401",
      "ada:T, 401",
      ":T, 401",
      "T:, 401",
      "T:x-oauth-basic, 401"
    })
    void mayHaveToBeAFixedOne(String pair, int status) {
      host.with(filter -> filter.userNames(UserNamePolicy.fixed("git")));
      String token = host.token("repo");
      Exchange exchange =
          host.send(
              FakeRequest.get("/user").authorization(FakeRequest.basic(pair.replace("T", token))));
      assertEquals(status, exchange.status());
      assertEquals(status == 200 ? 1 : 0, host.store.calls());
      assertEquals(200, host.send(FakeRequest.get("/user").bearer(token)).status());
    }

    @Test
    void isIgnoredByDefault() {
      host.with(filter -> filter.userNames(UserNamePolicy.ignored()));
      String token = host.token("repo");
      for (String pair : List.of("eve:" + token, ":" + token, token + ":")) {
        Exchange exchange =
            host.send(FakeRequest.get("/user").authorization(FakeRequest.basic(pair)));
        assertEquals("ada", exchange.passed.getRemoteUser());
      }
    }

    @Test
    void fixedOnesAreChecked() {
      assertThrows(IllegalArgumentException.class, () -> UserNamePolicy.fixed(""));
      assertThrows(IllegalArgumentException.class, () -> UserNamePolicy.fixed("a:b"));
      assertThrows(IllegalArgumentException.class, () -> UserNamePolicy.fixed(":a"));
      assertThrows(NullPointerException.class, () -> UserNamePolicy.fixed(null));
      assertEquals("UserNamePolicy[FIXED git]", UserNamePolicy.fixed("git").toString());
      assertEquals("UserNamePolicy[IGNORED]", UserNamePolicy.ignored().toString());
      assertEquals("UserNamePolicy[OWNER]", UserNamePolicy.mustMatchOwner().toString());
    }
  }

  @Nested
  @DisplayName("row 19: a throttle")
  class Throttled {

    /** ChronoUnit.FOREVER, as a limiter may say of a client that it has blocked. */
    private static final String FOR_EVER =
        "PT2562047788015215H30M7.999999999S, 9223372036854775807";

    private final List<String> failures = new ArrayList<>();
    private Duration delay = Duration.ZERO;

    private final FailureThrottle throttle =
        new FailureThrottle() {
          @Override
          public Duration delay(String clientAddress) {
            return delay;
          }

          @Override
          public void failed(String clientAddress) {
            failures.add(clientAddress);
          }
        };

    @Test
    void hearsOfRefusedCredentialsByAddress() {
      host.with(filter -> filter.throttle(throttle));
      for (String line : List.of("Bearer x", "Bearer", "Basic !", FakeRequest.basic("ada:x"))) {
        host.send(FakeRequest.get("/repos/x").authorization(line));
      }
      assertEquals(List.of("192.0.2.7", "192.0.2.7", "192.0.2.7", "192.0.2.7"), failures);
    }

    @Test
    void hearsNothingElse() {
      host.with(filter -> filter.throttle(throttle));
      String token = host.token("repo:read");
      String bound =
          host.issue(request -> request.allowedAddresses("10.0.0.0/8")).secret().reveal();
      host.send(FakeRequest.get("/repos/x").bearer(token));
      host.send(FakeRequest.of("PUT", "/repos/x").bearer(token));
      host.send(FakeRequest.get("/nowhere").bearer(token));
      host.send(FakeRequest.get("/user").bearer(bound));
      host.send(FakeRequest.get("/repos/x"));
      host.send(FakeRequest.get("/repos/x").authorization("Digest x"));
      host.send(FakeRequest.get("/repos/x").authorization("Bearer x", "Bearer x"));
      host.send(FakeRequest.get("/status").bearer("x"));
      host.store.breakDown();
      host.send(FakeRequest.get("/repos/x").bearer(token));
      assertEquals(List.of(), failures);
    }

    @ParameterizedTest
    @CsvSource({"PT30S, 30", "PT0.001S, 1", "PT1.001S, 2", "PT1S, 1", "PT2H, 7200", FOR_EVER})
    void delaysPresentedCredentialsWithoutAskingTheStore(String wait, String retryAfter) {
      delay = Duration.parse(wait);
      host.with(filter -> filter.throttle(throttle));
      for (String line : List.of("Bearer " + host.token("repo"), "Bearer x", "Basic !")) {
        Exchange exchange = host.send(FakeRequest.get("/repos/x").authorization(line));
        assertEquals(429, exchange.status());
        assertEquals(retryAfter, exchange.response.header("Retry-After"));
        assertEquals(List.of(), exchange.response.challenges());
        assertEquals("too many failures\n", exchange.response.body());
        assertEquals("no-store", exchange.response.header("Cache-Control"));
      }
      assertEquals(0, host.store.calls());
      assertEquals(List.of(), failures);
      assertEquals(401, host.send(FakeRequest.get("/repos/x")).status());
      assertEquals(200, host.send(FakeRequest.get("/status").bearer("x")).status());
    }

    @Test
    void isKeyedByTheClientBehindAProxyAndByThePeerIfThatIsUnknown() {
      host.with(
          filter -> filter.throttle(throttle).trustedProxies(AddressRange.parse("10.0.0.0/8")));
      FakeRequest request = FakeRequest.get("/repos/x").bearer("x").from("10.0.0.1");
      host.send(request.header("X-Forwarded-For", "198.51.100.1"));
      host.send(request.header("X-Forwarded-For", "garbage"));
      assertEquals(List.of("198.51.100.1", "10.0.0.1"), failures);
    }

    @Test
    @DisplayName("row 20: one that throws is 503, never a pass")
    void mayNotThrow() {
      delay = null;
      host.with(filter -> filter.throttle(throttle));
      Exchange exchange = host.send(FakeRequest.get("/repos/x").bearer(host.token("repo")));
      assertEquals(503, exchange.status());
      assertFalse(exchange.reachedApplication());
    }
  }

  @Nested
  class Building {

    @Test
    void needsRules() {
      Exception refused =
          assertThrows(
              IllegalStateException.class,
              () -> TokenAuthenticationFilter.builder(host.tokens).build());
      assertTrue(refused.getMessage().contains("rules"), refused.getMessage());
    }

    @Test
    @DisplayName(
        "CVE-2026-22753: a rule that can match nothing, or an unknown scope, fails at start")
    void unknownScopesFail() {
      AccessRules rules = AccessRules.builder().require("GET", "/x", "nope").build();
      Exception refused =
          assertThrows(
              IllegalArgumentException.class, () -> host.with(filter -> filter.rules(rules)));
      assertEquals(
          "rule require GET /x nope: scope 'nope' is not in the catalogue; there are: repo,"
              + " repo:read, user",
          refused.getMessage());
    }

    @Test
    void refusesWhatCannotStandInAHeader() {
      assertThrows(IllegalArgumentException.class, () -> host.with(filter -> filter.realm("a\nb")));
      assertThrows(
          IllegalArgumentException.class,
          () -> host.with(filter -> filter.resourceMetadata(URI.create("/x"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 127, 65_537, Integer.MAX_VALUE})
    void refusesOddHeaderLengths(int length) {
      assertThrows(
          IllegalArgumentException.class,
          () -> host.with(filter -> filter.maximumHeaderLength(length)));
    }

    @Test
    void takesTheBoundsOfHeaderLengths() {
      host.with(filter -> filter.maximumHeaderLength(128));
      host.with(filter -> filter.maximumHeaderLength(65_536));
      assertEquals(200, host.send(FakeRequest.get("/user").bearer(host.token("repo"))).status());
    }

    @Test
    void namesTheMetadata() {
      host.with(filter -> filter.resourceMetadata(URI.create("https://a.example/m")));
      assertEquals(
          "Bearer realm=\"acme\", resource_metadata=\"https://a.example/m\"",
          host.send(FakeRequest.get("/user")).response.challenges().get(1));
    }

    @Test
    void refusesNull() {
      TokenAuthenticationFilter.Builder builder = TokenAuthenticationFilter.builder(host.tokens);
      assertThrows(NullPointerException.class, () -> TokenAuthenticationFilter.builder(null));
      assertThrows(NullPointerException.class, () -> builder.realm(null));
      assertThrows(NullPointerException.class, () -> builder.rules(null));
      assertThrows(NullPointerException.class, () -> builder.userNames(null));
      assertThrows(NullPointerException.class, () -> builder.firewall(null));
      assertThrows(NullPointerException.class, () -> builder.throttle(null));
      assertThrows(NullPointerException.class, () -> builder.resourceMetadata(null));
      assertThrows(NullPointerException.class, () -> builder.trustedProxies((AddressRange) null));
      assertThrows(NullPointerException.class, () -> builder.hideHeaders((String) null));
    }
  }
}
