package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Expiry;
import dev.pat4j.TokenRequest;
import dev.pat4j.examples.githost.Mounted.Guard;
import jakarta.json.Json;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Texts that were written by others, and come back on pages, in JSON and in headers. */
class WalkHostileTest {

  private static final List<String> HOSTILE =
      List.of(
          "\"><svg onload=pwned()>",
          "'><img src=x onerror=pwned()>",
          "</title></script><script>pwned()</script>",
          "<svg onload=pwned()>\u202Egpj.exe",
          "${7*7}{{7*7}}<svg onload=pwned()>",
          "javascript:pwned()//<svg onload=pwned()>",
          "<svg onload=pwned()>" + "x".repeat(200));

  /** What a browser would act on. No page of ours has any of it by itself. */
  private static final List<String> LIVE =
      List.of("<svg onload", "<img", "<script>", "</title></script>");

  @TempDir Path data;
  private Walk walk;

  @BeforeEach
  void start() throws Exception {
    walk = new Walk(data);
  }

  @AfterEach
  void stop() throws Exception {
    walk.close();
  }

  @Test
  @DisplayName("threat 18: a hostile text that is kept is never live in any answer")
  void whatIsKeptIsNotLive() throws Exception {
    List<Executable> checks = new ArrayList<>();
    int seen = 0;
    for (String hostile : HOSTILE) {
      keep(hostile);
      for (Mounted route : walk.routes) {
        if (!route.methods().contains("GET") || route.guard() == Guard.APPLICATION) {
          continue;
        }
        HttpResponse<String> answer = walk.rightfully(route, "GET");
        seen += answer.body().contains("pwned") ? 1 : 0;
        checks.add(() -> assertNotLive(answer));
      }
      HttpResponse<String> shown =
          walk.rightfully(route("/applications/{client_id}/token"), "POST");
      checks.add(() -> assertNotLive(shown));
    }
    assertAll(checks);
    assertTrue(seen >= 10 * HOSTILE.size(), "they came back only " + seen + " times");
  }

  /** In a token's name, its url, its fingerprint, and in the reason why one was revoked. */
  private void keep(String hostile) throws Exception {
    walk.renew();
    var mine = walk.host.host().tokens().ownedBy("ada");
    mine.rename(walk.adas.token().id(), hostile);
    walk.host
        .host()
        .tokens()
        .issue(
            TokenRequest.forOwner("ada")
                .name(hostile)
                .scopes("repo")
                .attribute("github.client_id", "demo-client")
                .attribute("github.fingerprint", hostile)
                .attribute("github.note_url", "https://x.example/#" + hostile)
                .expiry(Expiry.after(Duration.ofDays(1)))
                .build());
    Walk.Known leaked = walk.issue("ada", "repo");
    String report =
        Json.createArrayBuilder()
            .add(
                Json.createObjectBuilder()
                    .add("token", leaked.text())
                    .add("type", hostile)
                    .add("url", "https://leaks.example/" + hostile)
                    .add("source", hostile))
            .build()
            .toString();
    HttpResponse<String> told =
        walk.send(
            walk.nobody(),
            "POST",
            "/leak-reports",
            report,
            Map.of("X-Hub-Signature-256", Walk.signed(report)));
    assertTrue(told.body().contains("true_positive"), told + told.body());
    HttpResponse<String> events =
        walk.send(walk.ada(), "GET", "/settings/tokens/" + leaked.token().id(), "", Map.of());
    assertTrue(events.body().contains("leaks.example"), events.body());
    assertNotLive(events);
  }

  @Test
  @DisplayName(
      "threat 18: a hostile text in a path, a query, a body or a header does not come back")
  void whatIsSentIsNotLive() throws Exception {
    List<Executable> checks = new ArrayList<>();
    for (String hostile : HOSTILE.subList(0, 3)) {
      String text = Walk.encoded(hostile);
      for (Mounted route : walk.routes) {
        for (String method : List.of("GET", "POST", "PATCH", "PUT", "DELETE")) {
          String query = "?name=" + text + "&q=" + text + "&state=" + text + "&page=" + text;
          String more = "&scopes=" + text + "&expires_in=" + text + "&client_id=" + text;
          for (String path :
              List.of(
                  walk.path(route) + query + more + "&return_to=" + text,
                  walk.path(route) + "/" + text.replace("+", "%20").replace("%2F", ""))) {
            String body = hostileBody(route, method, hostile);
            HttpResponse<String> answer =
                walk.send(
                    route.guard() == Guard.SESSION ? walk.ada() : walk.nobody(),
                    method,
                    path,
                    body,
                    walk.credentials(route, body));
            checks.add(() -> assertNotLive(answer));
          }
        }
      }
    }
    assertAll(checks);
  }

  private String hostileBody(Mounted route, String method, String hostile) throws Exception {
    String own = walk.body(route, method);
    if (own.isEmpty()) {
      return "";
    }
    if (own.startsWith("{")) {
      return Json.createObjectBuilder()
          .add("name", hostile)
          .add("note", hostile)
          .add("note_url", hostile)
          .add("scopes", Json.createArrayBuilder().add(hostile))
          .add("expires_at", hostile)
          .add("access_token", hostile)
          .add("client_secret", hostile)
          .add(hostile, hostile)
          .build()
          .toString();
    }
    String text = Walk.encoded(hostile);
    return route.guard() == Guard.SESSION
        ? "name="
            + text
            + "&expires_in="
            + text
            + "&date="
            + text
            + "&addresses="
            + text
            + "&scopes="
            + text
            + "&overlap="
            + text
            + "&ids="
            + text
            + "&"
            + walk.hidden(route, walk.ada())
        : "token=" + text + "&client_address=" + text;
  }

  private Mounted route(String path) {
    return walk.routes.stream().filter(each -> each.path().equals(path)).findFirst().orElseThrow();
  }

  private static void assertNotLive(HttpResponse<String> answer) {
    String what = answer + " " + answer.headers().map() + " " + answer.body();
    answer
        .headers()
        .map()
        .forEach(
            (name, values) ->
                assertFalse(
                    values.stream()
                        .anyMatch(
                            value ->
                                value.matches("(?s).*[<\u202E\r\n].*") && !name.equals("link")),
                    what));
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (type.contains("json")) {
      assertTrue(
          type.matches("application/(problem\\+)?json(; ?charset=utf-8)?") && isJson(answer.body()),
          what);
    } else {
      LIVE.forEach(live -> assertFalse(answer.body().contains(live), what));
      assertFalse(answer.body().contains("\" onload"), what);
      assertFalse(answer.body().contains("href=\"javascript:"), what);
      assertFalse(answer.body().contains("49{{"), what);
    }
  }

  private static boolean isJson(String body) {
    try (var reader = Json.createReader(new StringReader(body))) {
      return reader.read() != null;
    } catch (JsonParsingException e) {
      return false;
    }
  }
}
