package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.AddressRange;
import dev.pat4j.containers.Answer;
import dev.pat4j.containers.Carrier;
import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.WebApp;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.FailureThrottle;
import dev.pat4j.servlet.RequestFirewall;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.servlet.UserNamePolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host may switch on and off; each in an application of its own. */
class OptionsTest extends HostTest {

  private static final String ORIGIN = "Origin: https://a.example";
  private static final String ASKED = "Access-Control-Request-Method: GET";

  private final AtomicInteger failures = new AtomicInteger();

  @Override
  protected WebApp[] applications() {
    AddressRange here = AddressRange.parse("127.0.0.1");
    return new WebApp[] {
      application("/headers", filter().scopeHeaders(true)),
      application("/no-expiry", filter().expiryHeader(false)),
      application("/optional", filter().optionalCredentials(true)),
      application("/cors", filter().corsPreflight(true)),
      application("/owner", filter().userNames(UserNamePolicy.mustMatchOwner())),
      application("/fixed", filter().userNames(UserNamePolicy.fixed("x-access-token"))),
      application("/throttled", filter().throttle(afterTwoFailures())),
      application("/tls", filter().requireTls(true)),
      application("/tls-proxied", filter().requireTls(true).trustedProxies(here)),
      application("/semicolons", filter().firewall(allowing(RequestFirewall.Check.SEMICOLON))),
      application("/pass", passing()),
      application("/short", filter().maximumHeaderLength(128)),
      application("/metadata", filter().resourceMetadata(URI.create("https://h.example/m"))),
    };
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/repos,write,200,repo,repo:read",
    "GET,/both,all,200,'admin, repo, user:email','repo:read, user:email'",
    "POST,/api/repos,read,403,repo:read,repo",
    "GET,/api/repos,none,403,'',repo:read",
    "GET,/me,read,200,repo:read,''"
  })
  void tellsTheScopesOfTheTokenAndOfTheRule(
      String method, String path, String token, int status, String granted, String accepted)
      throws IOException {
    Answer answer = ask(method, "/headers" + path, bearer(token));

    assertEquals(status, answer.status());
    assertEquals(List.of(granted), answer.all("X-OAuth-Scopes"));
    assertEquals(List.of(accepted), answer.all("X-Accepted-OAuth-Scopes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "revoked", "badsum"})
  void tellsNoScopesOfWhatIsNoToken(String token) throws IOException {
    assertEquals(List.of(), get("/headers/api/repos", token).all("X-OAuth-Scopes"));
  }

  @Test
  void tellsWhenATokenExpires() throws IOException {
    library.issueFor(Duration.ofDays(1), "ends", "ada", "repo:read");
    String header = "GitHub-Authentication-Token-Expiration";

    assertEquals(List.of("2026-03-02 13:00:00 UTC"), get("/headers/me", "ends").all(header));
    assertEquals(List.of(), get("/no-expiry/me", "ends").all(header));
    assertEquals(List.of(), get("/headers/me", "read").all(header));
  }

  @Test
  void letsNobodyThroughToTheHostsOwnLogin() throws IOException {
    assertServed("anonymous", ask("GET", "/optional/me"));
    assertServed("anonymous", ask("GET", "/optional/nowhere"));
    assertServed("ada", get("/optional/me", "read"));
    calls.take();
    assertRefused(403, List.of(), get("/optional/nowhere", "read"));
    assertEquals(401, get("/optional/me", "revoked").status());
    assertEquals(401, ask("GET", "/optional/me", "Authorization: Negotiate abc").status());
    assertEquals(4, ask("TRACE", "/optional/me").status() / 100);
    assertNobodyCalled();
  }

  @Test
  void letsPreflightsThroughAndNothingThatOnlyResemblesOne() throws IOException {
    assertServed("anonymous", ask("OPTIONS", "/cors/api/repos", ORIGIN, ASKED));
    calls.take();
    assertRefused(401, BOTH_CHALLENGES, ask("OPTIONS", "/cors/api/repos", ORIGIN));
    assertRefused(401, BOTH_CHALLENGES, ask("OPTIONS", "/cors/api/repos", ASKED));
    assertRefused(401, BOTH_CHALLENGES, ask("OPTIONS", "/cors/api/repos", "Origin:", ASKED));
    assertRefused(
        401,
        BOTH_CHALLENGES,
        ask("OPTIONS", "/cors/api/repos", ORIGIN, "Access-Control-Request-Method:"));
    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/cors/api/repos", ORIGIN, ASKED));
    assertRefused(401, BOTH_CHALLENGES, ask("options", "/cors/api/repos", ORIGIN, ASKED));
    assertRefused(400, List.of(), ask("OPTIONS", "/cors/admin;/x", ORIGIN, ASKED));
  }

  @Test
  void takesOnlyTheOwnersNameIfTheHostSaysSo() throws IOException {
    String token = library.token("read");

    assertServed("ada", ask("GET", "/owner/me", basic("ada", token)));
    assertServed("ada", get("/owner/me", "read"));
    calls.take();
    for (String name : List.of("grace", "Ada", "ada ", "", "x-access-token")) {
      assertRefused(401, BOTH_CHALLENGES, ask("GET", "/owner/me", basic(name, token)));
    }
    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/owner/me", Carrier.TOKEN_ALONE.carry(token)));
  }

  @Test
  void takesOnlyTheFixedNameIfTheHostSaysSo() throws IOException {
    String token = library.token("read");

    assertServed("ada", ask("GET", "/fixed/me", Carrier.X_ACCESS_TOKEN.carry(token)));
    calls.take();
    library.store().takeReads();
    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/fixed/me", basic("ada", token)));
    assertEquals(0, library.store().takeReads());
  }

  @Test
  void slowsDownWhoFailsTooOften() throws IOException {
    assertServed("ada", get("/throttled/me", "read"));
    assertEquals(401, get("/throttled/me", "unknown").status());
    assertEquals(403, get("/throttled/admin/x", "read").status());
    assertEquals(401, get("/throttled/me", "badsum").status());
    calls.take();
    library.store().takeReads();

    Answer answer = get("/throttled/me", "read");
    assertRefused(429, List.of(), answer);
    assertEquals(List.of("30"), answer.all("Retry-After"));
    assertEquals(0, library.store().takeReads());
    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/throttled/me"));
    assertServed("anonymous", get("/throttled/open", "read"));
  }

  @Test
  void refusesTokensInClearTextIfTheHostSaysSo() throws IOException {
    assertRefused(403, List.of(), get("/tls/me", "read"));
    assertRefused(
        403, List.of(), ask("GET", "/tls/me", bearer("read"), "X-Forwarded-Proto: https"));
    assertEquals(0, library.store().takeReads());
    assertServed("anonymous", ask("GET", "/tls/open"));
  }

  @ParameterizedTest
  @CsvSource({
    "https,200",
    "http,403",
    "HTTPS?,403",
    "'https, http',403",
    "'http, https',403",
    "'https, https',200",
    "'',403"
  })
  void believesAProxyThatItTrustsAboutTls(String proto, int status) throws IOException {
    String header = "X-Forwarded-Proto: " + proto;

    assertEquals(status, ask("GET", "/tls-proxied/me", bearer("read"), header).status());
  }

  @Test
  void allowsTheCharacterThatTheHostNeeds() throws IOException {
    assertServed("ada", get("/semicolons/api/repos;v=1", "read"));
    calls.take();
    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/semicolons/admin;v=1/x"));
    assertEquals(400, ask("GET", "/semicolons/public/..;/admin/x").status());
    assertEquals(400, ask("GET", "/semicolons/public/%2e%2e;/admin/x").status());
    assertNobodyCalled();
  }

  @Test
  void passesWhatNoRuleNamesIfTheHostSaysSo() throws IOException {
    assertServed("anonymous", ask("GET", "/pass/nowhere"));
    assertServed("anonymous", get("/pass/nowhere", "revoked"));
    calls.take();
    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/pass/admin/x"));
    assertRefused(401, BOTH_CHALLENGES, ask("POST", "/pass/report"));
  }

  @Test
  void readsNoLongerHeaderThanTheHostAllows() throws IOException {
    assertServed("ada", get("/short/me", "read"));
    assertEquals(
        401, ask("GET", "/short/me", basic("x".repeat(60), library.token("read"))).status());
    assertEquals(
        200, ask("GET", "/headers/me", basic("x".repeat(60), library.token("read"))).status());
  }

  @Test
  void namesTheMetadataInBearerChallengesFromConfigurationAlone() throws IOException {
    Answer answer = ask("GET", "/metadata/me", "X-Forwarded-Host: evil.example");

    assertEquals(
        List.of(
            BOTH_CHALLENGES.get(0),
            BOTH_CHALLENGES.get(1) + ", resource_metadata=\"https://h.example/m\""),
        answer.all("WWW-Authenticate"));
  }

  private TokenAuthenticationFilter.Builder passing() {
    AccessRules rules =
        AccessRules.builder()
            .require("/admin/*", "admin")
            .require("GET", "/report", "repo:read")
            .defaultPass()
            .build();
    return filter().rules(rules);
  }

  private static RequestFirewall allowing(RequestFirewall.Check check) {
    return RequestFirewall.strict().allowing(check);
  }

  private FailureThrottle afterTwoFailures() {
    return new FailureThrottle() {
      @Override
      public Duration delay(String clientAddress) {
        return failures.get() < 2 ? Duration.ZERO : Duration.ofMillis(29_001);
      }

      @Override
      public void failed(String clientAddress) {
        failures.incrementAndGet();
      }
    };
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
  }
}
