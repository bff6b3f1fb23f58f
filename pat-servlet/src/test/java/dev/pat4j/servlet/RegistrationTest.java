package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the filter gets into a container. */
class RegistrationTest {

  private final Host host = new Host();
  private final ServletContext context = mock(ServletContext.class);

  @BeforeEach
  void rootContext() {
    when(context.getContextPath()).thenReturn("");
  }

  @Nested
  class ByOneCall {

    @Test
    @DisplayName("for /*, in front, REQUEST, ASYNC and ERROR, with async support")
    void registersAsItShouldBe() {
      FilterRegistration.Dynamic registration = mock(FilterRegistration.Dynamic.class);
      TokenAuthenticationFilter filter = host.filter(f -> f);
      when(context.addFilter(any(String.class), any(Filter.class))).thenReturn(registration);
      assertSame(registration, filter.registerIn(context));
      verify(context).addFilter("dev.pat4j.servlet.TokenAuthenticationFilter", filter);
      verify(registration).setAsyncSupported(true);
      verify(registration)
          .addMappingForUrlPatterns(
              EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
              false,
              "/*");
    }

    @Test
    void refusesASecondOne() {
      when(context.addFilter(any(String.class), any(Filter.class))).thenReturn(null);
      assertThrows(IllegalStateException.class, () -> host.filter(f -> f).registerIn(context));
    }
  }

  @Nested
  class ByWebXml {

    private final Map<String, String> parameters = new LinkedHashMap<>();

    @BeforeEach
    void aVerifier() {
      when(context.getAttribute("tokens")).thenReturn(host.tokens);
      when(context.getAttribute("filter")).thenReturn(host.filter(filter -> filter.realm("built")));
      parameters.put("verifierAttribute", "tokens");
      parameters.put("rules", "authenticated /user");
    }

    private Host initialised() throws ServletException {
      TokenAuthenticationFilter filter = new TokenAuthenticationFilter();
      filter.init(config());
      return host.with(filter);
    }

    private FilterConfig config() {
      FilterConfig config = mock(FilterConfig.class);
      when(config.getServletContext()).thenReturn(context);
      when(config.getInitParameterNames())
          .thenAnswer(call -> Collections.enumeration(parameters.keySet()));
      when(config.getInitParameter(any())).thenAnswer(call -> parameters.get(call.getArgument(0)));
      return config;
    }

    private String refusal() {
      return assertThrows(ServletException.class, this::initialised).getMessage();
    }

    private int status(String method, String path, String... scopes) throws ServletException {
      return initialised().send(FakeRequest.of(method, path).bearer(host.token(scopes))).status();
    }

    @Test
    void withABuiltFilter() throws ServletException {
      parameters.put("verifierAttribute", "filter");
      parameters.remove("rules");
      assertEquals(
          "Bearer realm=\"built\"",
          initialised().send(FakeRequest.get("/user")).response.challenges().get(1));
    }

    @Test
    void aBuiltFilterTakesNoOtherParameters() {
      parameters.put("verifierAttribute", "filter");
      assertTrue(refusal().contains("contradict"));
    }

    @Test
    void withAVerifierAndRules() throws ServletException {
      parameters.put(
          "rules",
          """

              open GET /status
              open /open/*
              authenticated /user
              authenticated  DELETE   /session
              require GET /repos/* repo:read
              require /repos/* repo
              require /both repo user
              git /git/* repo:read repo
              lfsUploadsCheckedByHandler
          """);
      assertEquals(200, initialised().send(FakeRequest.get("/status")).status());
      assertEquals(200, initialised().send(FakeRequest.of("PUT", "/open/x")).status());
      assertEquals(200, status("PUT", "/user"));
      assertEquals(200, status("DELETE", "/session"));
      assertEquals(403, status("GET", "/session"));
      assertEquals(200, status("GET", "/repos/x", "repo:read"));
      assertEquals(403, status("PUT", "/repos/x", "repo:read"));
      assertEquals(403, status("GET", "/both", "repo"));
      assertEquals(200, status("GET", "/both", "repo", "user"));
      assertEquals(200, status("GET", "/git/x/HEAD", "repo:read"));
      assertEquals(403, status("POST", "/git/x/git-receive-pack", "repo:read"));
      assertEquals(200, status("POST", "/git/x/info/lfs/objects/batch", "repo:read"));
      assertEquals(403, status("GET", "/nowhere", "repo"));
      parameters.put("rules", "defaultPass");
      assertEquals(200, initialised().send(FakeRequest.get("/nowhere")).status());
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "open",
          "open GET /x y",
          "close /x",
          "OPEN /x",
          "authenticated",
          "require",
          "require /x",
          "require GET /x",
          "git /x a",
          "git /x repo repo user",
          "defaultPass /x",
          "/x",
          "open x",
          "open /x\nopen /x",
          "require /x nope",
          "authenticated GET /x repo"
        })
    void oddRulesAreRefused(String rules) {
      parameters.put("rules", rules);
      refusal();
    }

    @Test
    void everyOtherSettingHasAParameter() throws ServletException {
      parameters.put("realm", "from web.xml");
      parameters.put("userNames", "mustMatchOwner");
      parameters.put("trustedProxies", " 10.0.0.0/8, 192.168.0.0/16\n fd00::/8 ");
      parameters.put("hideHeaders", "X-Own X-Other");
      parameters.put("maximumHeaderLength", "512");
      parameters.put("resourceMetadata", "https://a.example/m");
      parameters.put("requireTls", "true");
      parameters.put("optionalCredentials", "true");
      parameters.put("corsPreflight", "true");
      parameters.put("scopeHeaders", "false");
      parameters.put("expiryHeader", "false");
      parameters.put("challengeBare401", "false");
      initialised();
      FakeRequest request =
          FakeRequest.get("/user").from("10.0.0.1").header("X-Forwarded-Proto", "https");
      assertTrue(host.send(request).reachedApplication());
      Host.Exchange exchange = host.send(request.bearer(host.token()).header("X-Own", "x"));
      assertEquals(200, exchange.status());
      assertEquals(null, exchange.passed.getHeader("X-Own"));
      assertEquals(List.of(), exchange.response.headers("X-OAuth-Scopes"));
      assertEquals(List.of(), exchange.response.headers("GitHub-Authentication-Token-Expiration"));
      host.application = (passed, response) -> response.sendError(401);
      assertEquals(List.of(), host.send(request).response.challenges());
      assertEquals(
          List.of(
              "Basic realm=\"from web.xml\", charset=\"UTF-8\"",
              "Bearer realm=\"from web.xml\", error=\"invalid_token\","
                  + " resource_metadata=\"https://a.example/m\""),
          host.send(request.bearer("x".repeat(600))).response.challenges());
      assertEquals(
          401, host.send(request.authorization(FakeRequest.basic("eve:" + host.token()))).status());
      FakeRequest preflight =
          FakeRequest.of("OPTIONS", "/user")
              .header("Origin", "https://a.example")
              .header("Access-Control-Request-Method", "PUT")
              .authorization("Digest");
      host.application = (passed, response) -> response.setStatus(204);
      assertEquals(204, host.send(preflight).status());
      assertEquals(
          403, host.send(FakeRequest.get("/user").from("11.0.0.1").bearer(host.token())).status());
    }

    @ParameterizedTest
    @CsvSource({"fixed git, git, 200", "fixed git, ada, 401", "ignored, eve, 200"})
    void userNames(String policy, String user, int status) throws ServletException {
      parameters.put("userNames", policy);
      String pair = user + ":" + host.token();
      assertEquals(
          status,
          initialised()
              .send(FakeRequest.get("/user").authorization(FakeRequest.basic(pair)))
              .status());
    }

    @ParameterizedTest
    @CsvSource({
      "realm, \u00E4",
      "userNames, owner",
      "userNames, fixed",
      "userNames, fixed a b",
      "userNames, ''",
      "trustedProxies, 10.0.0.0/33",
      "trustedProxies, proxy.example",
      "trustedProxies, ''",
      "maximumHeaderLength, many",
      "maximumHeaderLength, 1",
      "resourceMetadata, /relative",
      "resourceMetadata, '::'",
      "requireTls, yes",
      "requireTls, TRUE",
      "requireTls, ''",
      "rule, open /x",
      "Realm, x"
    })
    void oddParametersAreRefused(String name, String value) {
      parameters.put(name, value);
      refusal();
    }

    @Test
    void messagesNameTheParameter() {
      parameters.put("requireTls", "yes");
      assertEquals("init parameter requireTls: must be true or false", refusal());
      parameters.remove("requireTls");
      parameters.put("requiretls", "true");
      assertEquals("there is no init parameter requiretls", refusal());
    }

    @Test
    void rulesAreNeeded() {
      parameters.remove("rules");
      assertTrue(refusal().contains("rules"));
    }

    @Test
    @DisplayName("a missing verifier fails the start, and says where it should come from")
    void theVerifierIsNeeded() {
      parameters.remove("verifierAttribute");
      assertTrue(refusal().contains("ServletContextListener"));
      parameters.put("verifierAttribute", "nothing");
      assertTrue(refusal().contains("nothing"));
      when(context.getAttribute("nothing")).thenReturn("a string");
      assertTrue(refusal().contains("nothing"));
    }

    @Test
    void aBuiltFilterIgnoresInitParameters() throws ServletException {
      TokenAuthenticationFilter built = host.filter(f -> f);
      parameters.put("nonsense", "x");
      built.init(config());
      assertEquals(401, host.with(built).send(FakeRequest.get("/user")).status());
    }
  }
}
