package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.TokenId;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who gets to the page, and whose forms it takes. */
class SettingsGuardTest {

  private static final List<String> OWN = List.of("", "/new", "/review", "/delete-all");
  private static final List<String> OF_A_TOKEN =
      List.of("", "/regenerate", "/rotate", "/revoke", "/delete");

  @Test
  @DisplayName("threat 2: a token opens no page, by any method, whoever is signed in beside it")
  void aTokenOpensNothing() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "x");
      String secret = page.lab.tokens.ownedBy("ada").regenerate(id).secret().reveal();
      for (String path : everyPath(id)) {
        for (String header :
            List.of("Bearer " + secret, "token " + secret, WebLab.basic("ada", secret))) {
          for (String method : List.of("GET", "POST", "DELETE")) {
            HttpResponse<String> refused =
                page.ada.send(
                    page.ada
                        .to(path)
                        .header("Authorization", header)
                        .method(method, HttpRequest.BodyPublishers.noBody()));

            assertEquals(403, refused.statusCode(), method + " " + path);
            assertTrue(refused.headers().allValues("Set-Cookie").isEmpty(), path);
          }
        }
      }
    }
  }

  @Test
  @DisplayName("threat 19: somebody else's token is not found on any route, and stays as it is")
  void aForeignTokenIsNotFound() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId graces = page.token("grace", "hers");
      var before = page.lab.tokens.ownedBy("grace").list();
      String proof = proof(page);
      for (String path : OF_A_TOKEN) {
        assertEquals(404, page.ada.get("/" + graces + path).statusCode(), path);
        assertEquals(
            404,
            page.ada.post("/" + graces + path, "proof=" + proof + "&name=mine").statusCode(),
            path);
      }

      assertEquals(before, page.lab.tokens.ownedBy("grace").list());
    }
  }

  @Test
  void aFormWithoutTheTextOfTheSessionIsRefused() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "x");
      String proof = proof(page);
      for (String path : List.of("/new", "/" + id + "/delete")) {
        for (String form :
            List.of("", "proof=", "proof=" + proof.substring(1), "proof=0" + proof)) {
          assertEquals(403, page.ada.post(path, form).statusCode(), path + " " + form);
        }
      }
      String hers = page.signedIn("grace").get("/new").body();

      assertEquals(
          403, page.ada.post("/" + id + "/delete", SettingsBrowser.hidden(hers)).statusCode());
      assertEquals(1, page.lab.tokens.ownedBy("ada").list().size());
    }
  }

  @Test
  void aFormFromAForeignOriginIsRefusedThoughItKnowsTheText() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "x");
      String form = "proof=" + proof(page);
      String path = "/" + id + "/delete";
      for (String site : List.of("cross-site", "same-site", "none", "")) {
        assertEquals(
            403,
            page.ada.send(page.ada.form(path, form).setHeader("Sec-Fetch-Site", site)).statusCode(),
            site);
      }
      for (String origin : List.of("https://evil.example", "null", "", "http://127.0.0.1:1")) {
        assertEquals(403, page.ada.send(old(page, path, form, origin)).statusCode(), origin);
      }
      assertEquals(1, page.lab.tokens.ownedBy("ada").list().size());

      assertEquals(303, page.ada.send(old(page, path, form, page.lab.base())).statusCode());
    }
  }

  @Test
  void nobodySignedInIsSentToSignInAndComesBack() throws Exception {
    try (SettingsLab page = redirecting()) {
      HttpResponse<String> answer = page.browser().get("/new?name=x");

      assertEquals(303, answer.statusCode());
      assertEquals(
          "/sign-in?to=/settings/tokens/new?name=x",
          answer.headers().firstValue("Location").orElseThrow());
    }
    try (SettingsLab page = new SettingsLab()) {
      assertEquals(401, page.browser().get("").statusCode());
    }
  }

  @Test
  void aSecretIsMadeOnlySoonAfterAProof() throws Exception {
    try (SettingsLab page = redirecting()) {
      String form =
          SettingsBrowser.hidden(
              page.ada.get("/new").body(), "name", "a&b", "expires_in", "7", "scopes", "gist");
      page.lab.clock.advance(Duration.ofHours(2).plusMillis(1));

      HttpResponse<String> get = page.ada.get("/new?name=x");
      HttpResponse<String> post = page.ada.post("/new", form);

      assertEquals(
          "/prove?to=/settings/tokens/new?name=x",
          get.headers().firstValue("Location").orElseThrow());
      assertEquals(303, post.statusCode());
      assertTrue(
          post.headers()
              .firstValue("Location")
              .orElseThrow()
              .startsWith("/prove?to=/settings/tokens/new?name=a%26b&scopes=gist&expires_in=7"),
          post.headers().toString());
      assertTrue(page.lab.tokens.ownedBy("ada").list().isEmpty());
    }
    try (SettingsLab page = new SettingsLab()) {
      page.lab.clock.advance(Duration.ofHours(2).plusMillis(1));
      assertEquals(403, page.ada.get("/new").statusCode());
      assertEquals(200, page.ada.get("").statusCode());
    }
    try (SettingsLab page = new SettingsLab(builder -> builder.withoutStepUp())) {
      page.lab.clock.advance(Duration.ofDays(1));
      assertEquals(200, page.ada.get("/new").statusCode());
    }
  }

  @Test
  void everyAnswerIsGuarded() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "x");
      for (String path : everyPath(id)) {
        guarded(page.ada.get(path));
        guarded(page.ada.post(path, ""));
        guarded(page.browser().get(path));
      }
      guarded(page.ada.get("/nothing"));
      page.lab.storeBroken = true;
      guarded(page.ada.get(""));
    }
  }

  @Test
  void styleAndScriptAreKeptByTheirContent() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      Matcher link =
          Pattern.compile("href=\"([^\"]*settings.css)\"").matcher(page.ada.get("").body());
      assertTrue(link.find());
      String path =
          URI.create(page.lab.base() + "/settings/tokens").resolve(link.group(1)).getPath();
      HttpResponse<String> css = page.browser().get(path.substring("/settings/tokens".length()));

      assertEquals(200, css.statusCode());
      assertEquals(
          "public, max-age=31536000, immutable",
          css.headers().firstValue("Cache-Control").orElseThrow());
      assertEquals("text/css;charset=utf-8", type(css));
      assertFalse(css.headers().firstValue("Set-Cookie").isPresent());
    }
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
        HttpResponse<String> answer =
            page.ada.send(page.ada.to("/new").method(method, HttpRequest.BodyPublishers.noBody()));

        assertEquals(405, answer.statusCode(), method);
        assertEquals("GET, HEAD, POST", answer.headers().firstValue("Allow").orElseThrow());
      }
    }
  }

  @Test
  void aStoreOrAHostThatBreaksLetsNobodyIn() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      page.lab.storeBroken = true;
      HttpResponse<String> store = page.ada.get("");
      page.lab.storeBroken = false;
      page.lab.host.broken = true;
      HttpResponse<String> host = page.ada.get("");

      for (HttpResponse<String> answer : List.of(store, host)) {
        assertEquals(503, answer.statusCode());
        assertEquals("5", answer.headers().firstValue("Retry-After").orElseThrow());
        assertFalse(answer.body().contains("Exception"), answer.body());
        assertFalse(answer.body().contains("down"), answer.body());
      }
    }
  }

  @Test
  void aProofFromFarAheadIsNone() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      page.lab.clock.advance(Duration.ofSeconds(-30));
      assertEquals(200, page.ada.get("/new").statusCode(), "clocks differ a little");
      page.lab.clock.advance(Duration.ofHours(-2));
      assertEquals(403, page.ada.get("/new").statusCode());
    }
  }

  @Test
  @DisplayName("threat 30: a host that breaks at any of its questions is 503, and nothing is done")
  void aHostThatBreaksHalfwayLetsNothingHappen() throws Exception {
    for (String place : everyPath(new TokenId(1))) {
      if (place.startsWith("/assets")) {
        continue;
      }
      try (SettingsLab page = new SettingsLab()) {
        String path = place.replaceFirst("^/1\\b", "/" + page.token("ada", "x"));
        String form =
            SettingsBrowser.hidden(
                page.ada.get("/new").body(),
                "name",
                "wider",
                "scopes",
                "repo",
                "expires_in",
                "30",
                "overlap",
                "1");
        var before = page.lab.tokens.ownedBy("ada").list();
        for (boolean post : List.of(false, true)) {
          boolean broke = true;
          for (int question = 1; broke; question++) {
            page.lab.host.breaksAt.set(question);
            HttpResponse<String> answer = post ? page.ada.post(path, form) : page.ada.get(path);
            broke = page.lab.host.breaksAt.getAndSet(0) <= 0;
            if (broke) {
              assertEquals(503, answer.statusCode(), path + " " + question);
              assertEquals(before, page.lab.tokens.ownedBy("ada").list(), path + " " + question);
            }
            assertTrue(broke || question > 1, path);
          }
        }
      }
    }
  }

  @Test
  void styleAndScriptTakeNoForm() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      Matcher link = Pattern.compile("assets/[^\"]*settings.css").matcher(page.ada.get("").body());
      assertTrue(link.find());

      HttpResponse<String> answer = page.ada.post("/" + link.group(), "x=y");

      assertEquals(405, answer.statusCode());
      assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElseThrow());
    }
  }

  @Test
  void worksUnderAContextPathAndBehindAPrefix() throws Exception {
    try (SettingsLab page = new SettingsLab("/app", library -> {}, p -> {})) {
      for (String path : List.of("", "/", "/new", "/" + page.token("ada", "x") + "/delete")) {
        HttpResponse<String> answer = page.ada.get(path);
        Matcher links = Pattern.compile("(?:href|action|src)=\"([^\"#]+)\"").matcher(answer.body());
        while (links.find()) {
          String link = links.group(1).replace("&amp;", "&");
          if (!link.startsWith("data:")) {
            assertTrue(link.startsWith("."), link);
            String to = answer.uri().resolve(link).getPath();
            assertTrue(to.startsWith("/app/settings/tokens/"), path + " leads to " + to);
          }
        }
      }
    }
  }

  private static SettingsLab redirecting() throws Exception {
    SettingsLab page = new SettingsLab();
    page.lab.host.hasPages = true;
    return page;
  }

  private static List<String> everyPath(TokenId id) {
    List<String> paths = new ArrayList<>(OWN);
    OF_A_TOKEN.forEach(path -> paths.add("/" + id + path));
    paths.add("/assets/0/settings.css");
    return paths;
  }

  private static void guarded(HttpResponse<String> answer) {
    String where = answer.request().method() + " " + answer.uri() + " " + answer.statusCode();
    assertEquals(List.of("no-store"), answer.headers().allValues("Cache-Control"), where);
    assertEquals(
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        answer.headers().firstValue("Content-Security-Policy").orElse(""),
        where);
    assertEquals("nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""));
    assertEquals("same-origin", answer.headers().firstValue("Referrer-Policy").orElse(""), where);
    assertFalse(answer.body().contains(" style="), where);
    assertFalse(answer.body().matches("(?is).* on[a-z]+=.*"), where);
    assertFalse(answer.body().matches("(?is).*<script(?![^>]* src=).*"), where);
  }

  private static String type(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Type").orElse("").replace(" ", "");
  }

  private static String proof(SettingsLab page) throws Exception {
    return SettingsBrowser.value(page.ada.get("/new").body(), "proof").orElseThrow();
  }

  /** As browsers sent forms before there was Sec-Fetch-Site. */
  private static HttpRequest.Builder old(
      SettingsLab page, String path, String form, String origin) {
    return page.ada
        .to(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Origin", origin)
        .POST(HttpRequest.BodyPublishers.ofString(form));
  }
}
