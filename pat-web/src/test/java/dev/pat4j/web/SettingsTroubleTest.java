package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AccessToken;
import dev.pat4j.TokenPolicy;
import dev.pat4j.store.EventLog;
import dev.pat4j.store.TokenId;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What goes wrong around the settings page, and what a person keeps of his work then. */
class SettingsTroubleTest {

  @Test
  void whatWasTypedSurvivesAnOutageOfTheStore() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      String form =
          SettingsBrowser.hidden(
              page.ada.get("/new").body(), "name", "laptop", "expires_in", "30", "scopes", "gist");
      page.lab.storeBroken = true;

      HttpResponse<String> down = page.ada.post("/new", form);

      assertEquals(503, down.statusCode());
      assertEquals("5", down.headers().firstValue("Retry-After").orElseThrow());
      assertTrue(down.body().contains("value=\"laptop\""), down.body());
      assertTrue(down.body().contains("are unavailable right now"), down.body());
      page.lab.storeBroken = false;
      String again = SettingsBrowser.hidden(down.body(), "name", "laptop", "expires_in", "30");
      assertEquals(200, page.ada.post("/new", again).statusCode());
      assertEquals(1, tokens(page).size());
    }
  }

  @Test
  void aLogOfEventsThatFailsLeavesThePageWithoutIt() throws Exception {
    EventLog broken =
        (EventLog)
            Proxy.newProxyInstance(
                EventLog.class.getClassLoader(),
                new Class<?>[] {EventLog.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("the log is down");
                });
    try (SettingsLab page = new SettingsLab(builder -> builder.eventLog(broken))) {
      TokenId id = page.token("ada", "x");

      HttpResponse<String> shown = page.ada.get("/" + id);

      assertEquals(200, shown.statusCode());
      assertTrue(shown.body().contains("The history is unavailable right now"), shown.body());
      assertTrue(shown.body().contains(id + "/revoke"), shown.body());
      assertFalse(shown.body().contains("the log is down"), shown.body());
    }
  }

  @Test
  void noAcceptLanguageBreaksThePage() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      for (String header : List.of("-", "--", "*-*", ";q=1", "de;q=2", "-,de", "x-")) {
        HttpResponse<String> answer =
            page.ada.send(page.ada.to("").header("Accept-Language", header));

        assertEquals(200, answer.statusCode(), header);
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""), header);
      }
    }
  }

  @Test
  void bodiesThatAreNoFormsAreRefusedAndNothingIsDone() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "x");
      String form = SettingsBrowser.hidden(page.ada.get("/new").body(), "name", "y");
      String path = "/" + id + "/delete";
      for (String type :
          List.of(
              "text/plain",
              "application/json",
              "multipart/form-data; boundary=b",
              "application/x-www-form-urlencoded; charset=nonsense")) {
        HttpResponse<String> refused =
            page.ada.send(
                page.ada
                    .to(path)
                    .header("Content-Type", type)
                    .header("Sec-Fetch-Site", "same-origin")
                    .POST(HttpRequest.BodyPublishers.ofString(form)));
        assertTrue(Set.of(400, 403).contains(refused.statusCode()), type + refused.statusCode());
        assertEquals("no-store", refused.headers().firstValue("Cache-Control").orElse(""), type);
      }
      for (String bomb :
          List.of(form + "&x=" + "y".repeat(300_000), form + "&x=y".repeat(10_000))) {
        // 400 where the container has a limit, and otherwise a form with nothing chosen.
        int status = page.ada.post("/new", bomb).statusCode();
        assertTrue(Set.of(400, 422).contains(status), "" + status);
      }
      assertEquals(1, tokens(page).size());
    }
  }

  @Test
  void aFormTooLargeForALinkIsStillSentToTheProof() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      page.lab.host.hasPages = true;
      String form =
          SettingsBrowser.hidden(
              page.ada.get("/new").body(), "name", "x", "addresses", "a".repeat(100_000));
      page.lab.clock.advance(Duration.ofHours(3));

      HttpResponse<String> sent = page.ada.post("/new", form);

      assertEquals(303, sent.statusCode());
      assertEquals(
          "/prove?to=/settings/tokens/new", sent.headers().firstValue("Location").orElseThrow());
    }
  }

  @Test
  void theListTakesNoFormAndSaysWhatItTakes() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      String form = SettingsBrowser.hidden(page.ada.get("/new").body());

      HttpResponse<String> answer = page.ada.post("", form);

      assertEquals(405, answer.statusCode());
      assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElseThrow());
    }
  }

  @Test
  void aHostThatIsNoNameMakesNoTokenThatNobodySees() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      String form =
          SettingsBrowser.hidden(page.ada.get("/new").body(), "name", "x", "expires_in", "30");

      String answer = raw(page, "POST", "/settings/tokens/new", "a|b", page.ada.cookie(), form);

      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(tokens(page).isEmpty());
    }
  }

  @Test
  void whatWasChosenComesBackFromTheProof() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      page.lab.host.hasPages = true;
      TokenId id = page.token("ada", "x");
      String regenerate =
          SettingsBrowser.hidden(
              page.ada.get("/" + id + "/regenerate").body(),
              "expires_in",
              "date",
              "date",
              "2026-03-04");
      String rotate =
          SettingsBrowser.hidden(page.ada.get("/" + id + "/rotate").body(), "overlap", "168");
      String before = tokens(page).toString();
      page.lab.clock.advance(Duration.ofHours(3));

      String one = wayBack(page.ada.post("/" + id + "/regenerate", regenerate));
      String other = wayBack(page.ada.post("/" + id + "/rotate", rotate));

      assertEquals(before, tokens(page).toString());
      page.lab.clock.advance(Duration.ofHours(-3));
      assertTrue(page.ada.get(one).body().contains("value=\"2026-03-04\""), one);
      assertTrue(page.ada.get(other).body().matches("(?s).*value=\"168\" checked.*"), other);
    }
  }

  @Test
  void aChoiceThatIsNoneMakesNoSecret() throws Exception {
    TokenPolicy policy =
        TokenPolicy.builder().maximumLifetime(Duration.ofDays(30)).tokensPerOwner(1).build();
    try (SettingsLab page = new SettingsLab("/", library -> library.policy(policy), p -> {})) {
      TokenId id = page.token("ada", "x");
      for (String days : List.of("", "0", "-1", "31", "never", "9999999999", "P1D")) {
        HttpResponse<String> wrong = page.ada.submit("/" + id + "/regenerate", "expires_in", days);
        assertEquals(422, wrong.statusCode(), days);
        assertTrue(wrong.body().contains("href=\"#expires_in\""), days);
      }
      for (String date :
          List.of("", "2025-12-31", "+999999999-01-01", "2026-02-30", "9999-12-31")) {
        assertEquals(
            422,
            page.ada
                .submit("/" + id + "/regenerate", "expires_in", "date", "date", date)
                .statusCode(),
            date);
      }
      for (String overlap : List.of("", "2", "-1", "24.0")) {
        assertEquals(
            400, page.ada.submit("/" + id + "/rotate", "overlap", overlap).statusCode(), overlap);
      }
      HttpResponse<String> many = page.ada.submit("/" + id + "/rotate", "overlap", "24");
      assertEquals(422, many.statusCode());
      assertTrue(many.body().contains("which is the most you may have"), many.body());
      assertEquals(1, tokens(page).size());
    }
  }

  @Test
  void savingWhatIsThereChangesNothing() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "x");
      AccessToken before = tokens(page).get(0);
      page.lab.clock.advance(Duration.ofMinutes(1));

      page.ada.submit("/" + id, "name", "x", "scopes", "gist");

      assertEquals(before, tokens(page).get(0));
    }
  }

  @Test
  void aTokenNarrowedMeanwhileIsNotWidenedAgainWithoutProof() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "x");
      page.lab.clock.advance(Duration.ofHours(3));
      String form =
          SettingsBrowser.hidden(
              page.ada.get("/" + id).body(), "name", "renamed", "scopes", "gist");
      int[] reads = {0};
      Runnable narrow =
          new Runnable() {
            @Override
            public void run() {
              if (reads[0]++ == 0) {
                page.lab.meanwhile.put("findById", this); // the page's own look comes first
              } else {
                page.lab.tokens.ownedBy("ada").changeScopes(id);
              }
            }
          };
      page.lab.meanwhile.put("findById", narrow);

      HttpResponse<String> answer = page.ada.post("/" + id, form);

      assertEquals(409, answer.statusCode(), answer.body());
      assertTrue(tokens(page).get(0).scopes().isEmpty());
      assertEquals("x", tokens(page).get(0).name());
    }
  }

  @Test
  void aTextWithAPlaceForNothingIsRefusedAtOnce() throws Exception {
    var own = new PropertyResourceBundle(new StringReader("notice.deleted={0} and {1}"));
    try (WebLab lab = new WebLab()) {
      var builder = TokenSettingsServlet.builder(lab.tokens, lab.host);

      String message =
          assertThrows(IllegalArgumentException.class, () -> builder.messages(Locale.ENGLISH, own))
              .getMessage();

      assertTrue(message.contains("'notice.deleted' has places for [{0}] alone"), message);
    }
  }

  @Test
  void whatTheHostSaysOfItselfIsInTheExamples() throws Exception {
    var own = new PropertyResourceBundle(new StringReader("list.title=Keys"));
    try (SettingsLab page =
        new SettingsLab(
            builder ->
                builder
                    .publicUrl(URI.create("https://code.example:8443/app"))
                    .apiUrl(URI.create("https://api.code.example/user"))
                    .zone(java.time.ZoneId.of("Asia/Kathmandu"))
                    .random(new java.security.SecureRandom())
                    .messages(Locale.ENGLISH, own))) {
      String shown =
          page.ada.submit("/new", "name", "x", "expires_in", "date", "date", "2026-01-03").body();

      assertTrue(shown.contains("https://api.code.example/user"), shown);
      assertTrue(shown.contains("https code.example:8443 ada"), shown);
      assertTrue(page.ada.get("").body().contains("<h1>Keys</h1>"));
      assertEquals("Optional[2026-01-02T18:15:00Z]", tokens(page).get(0).expiresAt().toString());
    }
  }

  private static List<AccessToken> tokens(SettingsLab page) {
    return page.lab.tokens.ownedBy("ada").list();
  }

  private static String wayBack(HttpResponse<String> sent) {
    assertEquals(303, sent.statusCode());
    String to = sent.headers().firstValue("Location").orElseThrow();
    return to.substring("/prove?to=/settings/tokens".length());
  }

  private static String raw(
      SettingsLab page, String method, String path, String host, String cookie, String body)
      throws Exception {
    URI url = URI.create(page.lab.base());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String request =
          String.join(
              "\r\n",
              method + " " + path + " HTTP/1.1",
              "Host: " + host,
              "Connection: close",
              "Cookie: " + cookie,
              "Content-Type: application/x-www-form-urlencoded",
              "Sec-Fetch-Site: same-origin",
              "Content-Length: " + body.length(),
              "",
              body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
