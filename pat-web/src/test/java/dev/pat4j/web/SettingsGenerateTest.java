package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AccessToken;
import dev.pat4j.TokenPolicy;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** From the empty list to a token that is shown once. */
class SettingsGenerateTest {

  private static final Pattern SECRET = Pattern.compile("ghp_[0-9A-Za-z]{36}");

  @Test
  void theTokenShownIsTheOneThatWorksAsChosen() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      HttpResponse<String> shown =
          page.ada.submit(
              "/new", "name", "laptop", "expires_in", "30", "scopes", "repo", "scopes", "gist");

      assertEquals(200, shown.statusCode());
      AccessToken token = only(page);
      assertEquals("laptop", token.name());
      assertEquals(Set.of("repo", "gist"), Set.copyOf(token.scopes().names()));
      assertEquals(Optional.of(Instant.parse("2026-01-31T12:00:00Z")), token.expiresAt());
      assertEquals("ada", page.lab.tokens.verify(secretIn(shown)).fold(t -> t.owner(), why -> ""));
      assertEquals(List.of("no-store"), shown.headers().allValues("Cache-Control"));
    }
  }

  @Test
  void theTokenIsInNoOtherAnswer() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      String form = page.ada.get("/new").body();
      String secret =
          secretIn(
              page.ada.post("/new", SettingsBrowser.hidden(form, "name", "x", "expires_in", "7")));

      String id = only(page).id().toString();
      for (String path : List.of("", "/new", "/" + id + "/delete")) {
        assertFalse(page.ada.get(path).body().contains(secret), path);
      }
    }
  }

  @Test
  @DisplayName("threat 17: the session, which containers write to disks, never holds a token")
  void theSessionCanBeKeptAndHoldsNoToken() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      String secret = secretIn(page.ada.submit("/new", "name", "x", "expires_in", "7"));

      String kept =
          page.ada.send(HttpRequest.newBuilder(URI.create(page.lab.base() + "/session"))).body();

      assertTrue(kept.contains("dev.pat4j.web.settings"), kept);
      assertFalse(kept.contains(secret), kept);
      assertFalse(kept.contains(secret.substring(4)), kept);
    }
  }

  @Test
  @DisplayName("threat 20: no parameter says whose token it is to be")
  void theOwnerIsWhoIsSignedIn() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      page.ada.submit("/new?owner=grace", "name", "x", "expires_in", "7", "owner", "grace");

      assertEquals("ada", only(page).owner());
      assertTrue(page.lab.tokens.ownedBy("grace").list().isEmpty());
    }
  }

  @Test
  void sendingAFormAgainMakesNothingAndSaysSo() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      String form =
          SettingsBrowser.hidden(page.ada.get("/new").body(), "name", "x", "expires_in", "7");
      page.ada.post("/new", form);

      HttpResponse<String> again = page.ada.post("/new", form);

      assertEquals(303, again.statusCode());
      HttpResponse<String> list = page.ada.follow(again);
      assertTrue(list.body().contains("That form was already submitted"), list.body());
      assertFalse(page.ada.get("").body().contains("That form was already submitted"));
      assertEquals("x", only(page).name());
    }
  }

  @Test
  void anErrorKeepsWhatWasTypedAndSaysWhatIsWrong() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      HttpResponse<String> wrong =
          page.ada.submit(
              "/new",
              "name",
              " ",
              "expires_in",
              "date",
              "date",
              "2026-01-01",
              "scopes",
              "admin:org",
              "addresses",
              "10.0.0.0/8\nhome");

      assertEquals(422, wrong.statusCode());
      String html = wrong.body();
      assertTrue(html.contains("There are 3 problems"), html);
      assertTrue(html.contains("<a href=\"#name\">Give the token a name</a>"), html);
      assertTrue(html.contains("<a href=\"#date\">Choose Jan 2, 2026 or a later date</a>"), html);
      assertTrue(html.contains("‘home’ is neither an IP address"), html);
      assertTrue(html.contains("value=\"2026-01-01\""), html);
      assertTrue(html.contains("10.0.0.0/8\nhome</textarea>"), html);
      assertTrue(html.matches("(?s).*value=\"admin:org\" checked.*"), html);
      assertTrue(page.lab.tokens.ownedBy("ada").list().isEmpty());
      assertEquals(200, page.ada.post("/new", hiddenAgain(html)).statusCode());
    }
  }

  @Test
  void whatThePolicyForbidsIsAMessage() throws Exception {
    TokenPolicy policy =
        TokenPolicy.builder()
            .maximumLifetime(Duration.ofDays(30))
            .tokensPerOwner(1)
            .allowedScopes("gist", "user")
            .build();
    try (SettingsLab page = new SettingsLab("/", library -> library.policy(policy), p -> {})) {
      String never =
          page.ada.submit("/new", "name", "x", "expires_in", "never", "scopes", "repo").body();
      String date =
          page.ada.submit("/new", "name", "x", "expires_in", "date", "date", "2026-02-01").body();
      page.ada.submit("/new", "name", "x", "expires_in", "30");
      String second = page.ada.submit("/new", "name", "y", "expires_in", "30").body();

      assertTrue(never.contains("Tokens here must expire"), never);
      assertTrue(never.contains("The scope ‘repo’ is not allowed here"), never);
      assertFalse(never.contains("value=\"60\""), never);
      assertTrue(date.contains("Choose a date from Jan 2, 2026 to Jan 31, 2026"), date);
      assertTrue(second.contains("You have 1 active tokens, which is the most"), second);
      assertEquals("x", only(page).name());
    }
  }

  @Test
  void aLinkFillsInTheForm() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      String html =
          page.ada.get("/new?name=ci+job&scopes=repo,read:org,nonsense&expires_in=45").body();

      assertTrue(html.contains("name=\"name\" type=\"text\" value=\"ci job\""), html);
      assertTrue(html.matches("(?s).*value=\"repo\" checked.*"), html);
      assertTrue(html.matches("(?s).*value=\"read:org\" checked.*"), html);
      assertTrue(html.contains("they were left out: <bdi>nonsense</bdi>"), html);
      assertTrue(html.contains("value=\"2026-02-15\""), html);
      assertTrue(html.matches("(?s).*<option value=\"date\" selected.*"), html);
    }
  }

  @Test
  void aParentShowsItsChildrenAsIncluded() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      String html = page.ada.get("/new?scopes=admin:org").body();

      assertTrue(included(html, "write:org"), html);
      assertTrue(included(html, "read:org"), html);
      assertFalse(included(html, "admin:org"), html);
      assertFalse(included(html, "public_repo"), html);
    }
  }

  @Test
  void aTokenWithoutScopesIsShownWithAWarning() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      String none = page.ada.submit("/new", "name", "x", "expires_in", "7").body();
      String some =
          page.ada.submit("/new", "name", "y", "expires_in", "7", "scopes", "gist").body();

      assertTrue(none.contains("This token has no scopes"), none);
      assertFalse(some.contains("This token has no scopes"), some);
    }
  }

  @Test
  void gitIsShownUnlessTheHostServesNone() throws Exception {
    try (SettingsLab git = new SettingsLab();
        SettingsLab none = new SettingsLab(builder -> builder.withoutGit())) {
      assertTrue(git.ada.submit("/new", "name", "x", "expires_in", "7").body().contains("git "));
      String without = none.ada.submit("/new", "name", "x", "expires_in", "7").body();
      assertTrue(without.contains("curl "), without);
      assertFalse(without.contains("git "), without);
    }
  }

  @Test
  void deletingAsksFirst() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      String path = "/" + page.token("ada", "old") + "/delete";

      assertTrue(page.ada.get(path).body().contains("<bdi>old</bdi>"));
      assertEquals("old", only(page).name());
      HttpResponse<String> list = page.ada.follow(page.ada.submit(path));

      assertTrue(list.body().contains("The token “<bdi>old</bdi>” was deleted."), list.body());
      assertTrue(page.lab.tokens.ownedBy("ada").list().isEmpty());
    }
  }

  private static boolean included(String html, String scope) {
    Matcher row =
        Pattern.compile("(?s)value=\"" + scope + "\".*?class=\"included( on)?").matcher(html);
    assertTrue(row.find(), html);
    return row.group(1) != null;
  }

  private static String hiddenAgain(String html) {
    return SettingsBrowser.hidden(html, "name", "x", "expires_in", "7");
  }

  private static AccessToken only(SettingsLab page) {
    List<AccessToken> tokens = page.lab.tokens.ownedBy("ada").list();
    assertEquals(1, tokens.size());
    return tokens.get(0);
  }

  private static String secretIn(HttpResponse<String> shown) {
    Matcher secret = SECRET.matcher(shown.body());
    assertTrue(secret.find(), shown.body());
    return secret.group();
  }
}
