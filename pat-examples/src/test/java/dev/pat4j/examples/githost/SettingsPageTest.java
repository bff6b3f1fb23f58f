package dev.pat4j.examples.githost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.TokenId;
import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings page behind this host's own sign-in, by a client that keeps cookies. */
class SettingsPageTest {

  @TempDir Path data;
  private TestHost host;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

  @BeforeEach
  void start() throws Exception {
    host = TestHost.start(data);
  }

  @AfterEach
  void stop() throws IOException {
    host.close();
  }

  @Test
  void aPersonSignsInMakesATokenAndUsesIt() throws Exception {
    HttpResponse<String> unknown = get("/settings/tokens");
    assertEquals(303, unknown.statusCode());
    assertEquals(
        "/signin?return_to=%2Fsettings%2Ftokens", unknown.headers().firstValue("Location").get());

    HttpResponse<String> in = signIn("ada", TestHost.ADAS_PASSWORD, "/settings/tokens/new");
    assertEquals(302, in.statusCode());
    assertEquals("/settings/tokens/new", in.headers().firstValue("Location").get());

    String form = get("/settings/tokens/new").body();
    String shown =
        post(
                "/settings/tokens/new",
                hidden(form) + "&name=laptop&expires_in=30&scopes=repo",
                "Origin",
                host.url(""))
            .body();
    Matcher token = Pattern.compile("demo_[0-9A-Za-z]{36}").matcher(shown);
    assertTrue(token.find(), shown);
    assertEquals(200, host.get("/user", TestHost.bearer(token.group())).statusCode());
    String list = get("/settings/tokens").body();
    assertTrue(list.contains("laptop"), list);
    assertFalse(list.contains(token.group()), list);
    String about = get("/settings/tokens/" + idOf("laptop")).body();
    assertTrue(about.contains("127.0.0.1"), about);
    assertFalse(about.contains(token.group()), about);
  }

  @Test
  void aWrongPasswordSignsNobodyIn() throws Exception {
    HttpResponse<String> refused = signIn("ada", "wrong", "/settings/tokens");
    assertEquals(403, refused.statusCode());
    assertTrue(refused.body().contains("role=\"alert\""), refused.body());
    assertEquals(303, get("/settings/tokens").statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/x//evil.example",
        "/x/..//evil.example",
        "/settings/tokens/../..//evil.example?x=y",
        "/x/%2e%2e//evil.example",
        "/x/.%2E/%2Fevil.example",
        "/x/../../y",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\"><script>",
        "",
        "/\r\nSet-Cookie: x=y"
      })
  void theWayBackIsAPathOnThisHost(String elsewhere) throws Exception {
    HttpResponse<String> in = signIn("ada", TestHost.ADAS_PASSWORD, elsewhere);
    assertEquals("/settings/tokens", in.headers().firstValue("Location").get());
  }

  @Test
  void theSessionThatSomebodyPlantedIsWorthNothingAfterwards() throws Exception {
    signIn("grace", TestHost.GRACES_PASSWORD, "/");
    String before = session();
    signIn("ada", TestHost.ADAS_PASSWORD, "/");
    assertFalse(before.equals(session()));
  }

  @Test
  void aPageOfAnotherSiteSignsNobodyInOrOut() throws Exception {
    String pair = "login=ada&password=" + encoded(TestHost.ADAS_PASSWORD);
    assertEquals(403, post("/signin", pair, "Origin", "null").statusCode());
    assertEquals(403, post("/signin", pair, "Origin", "https://evil.example").statusCode());
    assertEquals(403, post("/signin", pair, "Sec-Fetch-Site", "cross-site").statusCode());
    signIn("ada", TestHost.ADAS_PASSWORD, "/");
    assertEquals(403, post("/signout", "", "Sec-Fetch-Site", "cross-site").statusCode());
    assertEquals(200, get("/settings/tokens").statusCode());
  }

  @Test
  void whoSignsOutOrLosesHisAccountIsNobody() throws Exception {
    signIn("ada", TestHost.ADAS_PASSWORD, "/");
    post("/signout", "", "Origin", host.url(""));
    assertEquals(303, get("/settings/tokens").statusCode());
    signIn("ada", TestHost.ADAS_PASSWORD, "/");
    host.accounts.disable("ada");
    assertEquals(303, get("/settings/tokens").statusCode());
  }

  @Test
  @DisplayName("threats 2, 3, 5: a token opens no page and no token route, wherever one is mounted")
  void aTokenOpensNothingOfAPersons() throws Exception {
    String token = host.tokenWith("repo", "user", "delete_repo", "gist");
    List<String> forPeople =
        List.of("/settings", "/authorizations", "/applications", "/tokens", "/oauth", "/leak");
    int walked = 0;
    for (String mapping : mappings()) {
      String path = mapping.replace("/*", "");
      if (forPeople.stream().anyMatch(each -> path.replace("/api/v3", "").startsWith(each))) {
        walked++;
        for (String below : List.of("", "/", "/1", "/new", "/clients/demo-client", "/grants")) {
          for (String carrier :
              List.of(TestHost.bearer(token), TestHost.basic("ada", token), "token " + token)) {
            HttpResponse<String> answer = host.get(path + below, carrier);
            assertTrue(answer.statusCode() >= 400, path + below + " " + answer);
            assertEquals(List.of(), answer.headers().allValues("Set-Cookie"));
          }
        }
      }
    }
    assertTrue(walked >= 9, () -> mappings().toString());
  }

  @Test
  @DisplayName("threat 6: what is mounted and no rule opens is closed")
  void everyMappingIsClosedToStrangers() throws Exception {
    for (String mapping : mappings()) {
      HttpResponse<String> answer = host.get(mapping.replace("/*", "/x"));
      boolean open =
          Set.of(
                  "",
                  "/",
                  "/signin",
                  "/signin.css",
                  "/favicon.ico",
                  "/status",
                  "/.well-known/oauth-protected-resource")
              .contains(mapping);
      boolean toSignIn =
          answer.headers().firstValue("Location").orElse("").startsWith("/signin?return_to=");
      assertTrue(open || toSignIn || answer.statusCode() >= 400, mapping + " " + answer);
    }
  }

  /** A browser obeys the policy of the page beside which it shows the icon. */
  @Test
  void theIconThatBrowsersAskForIsThereAndEachPageAdmitsIt() throws Exception {
    HttpResponse<String> icon = host.get("/favicon.ico");
    assertEquals(200, icon.statusCode());
    assertEquals("image/svg+xml", icon.headers().firstValue("Content-Type").orElseThrow());
    assertTrue(icon.body().startsWith("<svg "), icon.body());

    HttpResponse<String> signIn = get("/signin");
    signIn("ada", TestHost.ADAS_PASSWORD, "");
    for (HttpResponse<String> page : List.of(signIn, get("/settings/tokens"))) {
      assertEquals(200, page.statusCode());
      String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
      assertTrue(policy.contains("img-src 'self';"), policy);
    }
  }

  @Test
  void anotherServerAsksAboutATokenAndAScannerReportsIt() throws Exception {
    String token = host.tokenWith("repo");
    String client = TestHost.basic("demo-client", "demo-secret");
    String form = "token=" + token;

    HttpResponse<String> active = post("/oauth/introspect", form, "Authorization", client);
    assertTrue(active.body().contains("\"active\":true"), active.body());
    assertTrue(active.body().contains("\"username\":\"ada\""), active.body());

    String report =
        "[{\"token\":\"" + token + "\",\"type\":\"demo\",\"url\":\"https://x.example/\"}]";
    HttpResponse<String> forged =
        post("/leak-reports", report, "X-Hub-Signature-256", "sha256=" + "0".repeat(64));
    assertEquals(403, forged.statusCode());
    HttpResponse<String> told =
        post("/leak-reports", report, "X-Hub-Signature-256", signed(report));
    assertTrue(told.body().contains("true_positive"), told.body());
    assertEquals(401, host.get("/user", TestHost.bearer(token)).statusCode());
    assertEquals(
        "{\"active\":false}", post("/oauth/introspect", form, "Authorization", client).body());
  }

  private List<String> mappings() {
    return host.host().context().getServletContext().getServletRegistrations().values().stream()
        .flatMap(each -> each.getMappings().stream())
        .toList();
  }

  private static String signed(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("demo-leak-secret".getBytes(UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
  }

  /** Browsers name no origin with a form of a page that wants no referrer told. */
  @Test
  void theBrowserMayCallTheOriginNothing() throws Exception {
    String page = get("/signin").headers().firstValue("Referrer-Policy").orElseThrow();
    assertEquals("same-origin", page);
    String pair = "login=ada&password=" + encoded(TestHost.ADAS_PASSWORD);
    HttpResponse<String> in =
        post("/signin", pair, "Sec-Fetch-Site", "same-origin", "Origin", "null");
    assertEquals(302, in.statusCode());
  }

  private HttpResponse<String> signIn(String login, String password, String returnTo)
      throws Exception {
    return post(
        "/signin",
        "login=" + login + "&password=" + encoded(password) + "&return_to=" + encoded(returnTo));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(host.url(path))).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(host.url(path)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  private TokenId idOf(String name) {
    return host.host().tokens().ownedBy("ada").list().stream()
        .filter(token -> token.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private String session() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("JSESSIONID"))
        .map(HttpCookie::getValue)
        .reduce("", (one, other) -> other);
  }

  /** The hidden fields of the first form that is posted. */
  private static String hidden(String page) {
    Matcher fields =
        Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")
            .matcher(page.substring(page.indexOf("method=\"post\"")));
    StringBuilder form = new StringBuilder();
    while (fields.find()) {
      form.append(form.length() == 0 ? "" : "&")
          .append(fields.group(1))
          .append('=')
          .append(encoded(fields.group(2)));
    }
    return form.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
