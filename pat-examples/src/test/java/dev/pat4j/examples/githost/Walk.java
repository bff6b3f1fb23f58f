package dev.pat4j.examples.githost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AccessToken;
import dev.pat4j.Expiry;
import dev.pat4j.IssuedToken;
import dev.pat4j.TokenRequest;
import dev.pat4j.examples.githost.Mounted.Guard;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The demo on a socket, all that is mounted in it, and what a test sends there. */
final class Walk implements AutoCloseable {

  static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  static final String DEMO = TestHost.basic("demo-client", "demo-secret");
  static final String LEAK_SECRET = "demo-leak-secret";

  final TestHost host;
  final List<Mounted> routes;

  /** Ada's own token, which may do everything. */
  Known adas;

  /** Ada's token that the application has. */
  Known granted;

  /** A token and its text, which is revealed only once. */
  record Known(AccessToken token, String text) {}

  private final HttpClient nobody = HttpClient.newHttpClient();
  private final CookieManager cookies = new CookieManager();
  private final HttpClient ada;
  private int notes;

  Walk(Path data) throws Exception {
    host = TestHost.start(data);
    routes = Mounted.in(host);
    renew();
    ada = signedIn("ada", TestHost.ADAS_PASSWORD, cookies);
  }

  /** New tokens of ada's, for the next who may spoil them. */
  final void renew() {
    adas = issue("ada", everyScope());
    granted = grantedTo("ada");
  }

  Known issue(String owner, String... scopes) {
    return known(host.issue(owner, scopes));
  }

  private static Known known(IssuedToken issued) {
    return new Known(issued.token(), issued.secret().reveal());
  }

  static String[] everyScope() {
    return GitHubScopes.catalog().scopes().stream()
        .map(scope -> scope.name())
        .toArray(String[]::new);
  }

  /** A token that the registered application has of somebody. */
  Known grantedTo(String owner) {
    return known(
        host.host()
            .tokens()
            .issue(
                TokenRequest.forOwner(owner)
                    .name("of the application")
                    .scopes("repo")
                    .attribute("github.client_id", "demo-client")
                    .expiry(Expiry.after(Duration.ofDays(1)))
                    .build()));
  }

  /** A browser in which somebody has signed in. */
  HttpClient signedIn(String login, String password, CookieManager jar) throws Exception {
    HttpClient browser = HttpClient.newBuilder().cookieHandler(jar).build();
    String form = "login=" + login + "&password=" + encoded(password);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(host.url("/signin")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    assertEquals(302, browser.send(request, BodyHandlers.ofString()).statusCode());
    return browser;
  }

  /** The id of ada's session, without the name of its node. */
  String session() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("JSESSIONID"))
        .map(cookie -> cookie.getValue().replaceFirst("\\..*", ""))
        .findFirst()
        .orElseThrow();
  }

  HttpClient nobody() {
    return nobody;
  }

  /** The browser in which ada has signed in. */
  HttpClient ada() {
    return ada;
  }

  /** Those with these guards. */
  List<Mounted> guarded(Guard... guards) {
    List<Mounted> found =
        routes.stream().filter(route -> List.of(guards).contains(route.guard())).toList();
    assertTrue(found.size() >= guards.length, () -> "too little is mounted: " + routes);
    return found;
  }

  /** The path with ada's tokens in it, wherever one is asked for. */
  String path(Mounted route) {
    return path(route, adas, granted);
  }

  String path(Mounted route, Known own, Known shown) {
    return route
        .path()
        .replace("{id}", own.token().id().toString())
        .replace("{token}", shown.text())
        .replace("{client_id}", "demo-client")
        .replace("{fingerprint}", "print")
        .replace("{grant_id}", "1")
        .replace("{repository}", "demo");
  }

  /** A body that this route accepts, with ada's tokens. */
  String body(Mounted route, String method) {
    return body(route, method, granted);
  }

  String body(Mounted route, String method, Known shown) {
    String path = route.path();
    if (List.of("GET", "HEAD", "OPTIONS", "TRACE").contains(method)) {
      return "";
    }
    return switch (route.guard()) {
      case SESSION ->
          "name=walked-"
              + ++notes
              + "&expires_in=30&scopes=repo&overlap=24&reason=walked&confirmed=no";
      case APPLICATION ->
          path.contains("{token}") ? "" : "{\"access_token\":\"" + shown.text() + "\"}";
      case CLIENT -> "token=" + shown.text();
      case SCANNER ->
          "[{\"token\":\""
              + shown.text()
              + "\",\"type\":\"demo\",\"url\":\"https://leaks.example/\"}]";
      case PASSWORD -> json(path, method);
      case TOKEN, OPEN -> "";
    };
  }

  private String json(String path, String method) {
    if (path.contains("/clients/")) {
      return "{\"client_secret\":\"demo-secret\",\"scopes\":[\"repo\"],\"note\":\"walked\"}";
    }
    return switch (method + " " + path.replace("/api/v3", "")) {
      case "POST /tokens" ->
          "{\"name\":\"walked-" + ++notes + "\",\"scopes\":[\"repo\"],\"expires_in_days\":7}";
      case "PATCH /tokens/{id}" -> "{\"name\":\"walked-" + ++notes + "\"}";
      case "POST /tokens/{id}/rotate" -> "{\"overlap_seconds\":60}";
      case "POST /authorizations", "PATCH /authorizations/{id}", "POST /authorizations/{id}" ->
          "{\"note\":\"walked-" + ++notes + "\"}";
      default -> "";
    };
  }

  /** How a rightful caller is known, in headers. */
  Map<String, String> credentials(Mounted route, String body) throws Exception {
    return switch (route.guard()) {
      case SESSION, OPEN -> Map.of();
      case PASSWORD -> Map.of("Authorization", TestHost.asAda());
      case APPLICATION, CLIENT -> Map.of("Authorization", DEMO);
      case SCANNER -> Map.of("X-Hub-Signature-256", signed(body));
      case TOKEN -> Map.of("Authorization", TestHost.bearer(adas.text()));
    };
  }

  /** As whoever may: signed in, or with what the guard asks for; a form with its hidden fields. */
  HttpResponse<String> rightfully(Mounted route, String method) throws Exception {
    String body = body(route, method);
    if (route.guard() == Guard.SESSION && method.equals("POST")) {
      body += "&" + hidden(route, ada);
    }
    return send(
        route.guard() == Guard.SESSION ? ada : nobody,
        method,
        path(route),
        body,
        credentials(route, body));
  }

  /** The hidden fields of the page's form, or of another's if it has none. */
  String hidden(Mounted route, HttpClient browser) throws Exception {
    String page = send(browser, "GET", path(route), "", Map.of()).body();
    String own = hidden(page);
    return own.contains("proof=")
        ? own
        : hidden(send(browser, "GET", "/settings/tokens/new", "", Map.of()).body());
  }

  private static String hidden(String page) {
    int form = page.indexOf("method=\"post\"");
    Matcher fields =
        Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")
            .matcher(form < 0 ? "" : page.substring(form));
    List<String> pairs = new ArrayList<>();
    while (fields.find()) {
      pairs.add(fields.group(1) + "=" + encoded(fields.group(2)));
    }
    return String.join("&", pairs);
  }

  HttpResponse<String> send(
      HttpClient client, String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(host.url(path)))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      boolean json = body.startsWith("{") || body.startsWith("[");
      request.header(
          "Content-Type", json ? "application/json" : "application/x-www-form-urlencoded");
    }
    headers.forEach(request::setHeader);
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException closed) {
      // A refusal waits for no body: the connection may close under its sender (RFC 9112, 9.6).
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }

  /** Everything that is kept of both, to see that it stays. */
  List<AccessToken> kept() {
    List<AccessToken> all = new ArrayList<>();
    for (String owner : List.of("ada", "grace")) {
      all.addAll(host.host().tokens().ownedBy(owner).list());
    }
    return all;
  }

  static String signed(String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(LEAK_SECRET.getBytes(UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Override
  public void close() throws IOException {
    host.close();
  }
}
