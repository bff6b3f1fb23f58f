package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AccessToken;
import dev.pat4j.TokenListener;
import dev.pat4j.TokenPolicy;
import dev.pat4j.TokenRequest;
import dev.pat4j.store.InMemoryEventLog;
import dev.pat4j.store.TokenId;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a token after it was made. */
class SettingsManageTest {

  private static final Pattern SECRET = Pattern.compile("ghp_[0-9A-Za-z]{36}");

  @Test
  void nameScopesAndAddressesAreChangedAndNothingElse() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "old name");
      AccessToken before = find(page, id);

      HttpResponse<String> saved =
          page.ada.submit(
              "/" + id, "name", "new name", "scopes", "repo", "addresses", "10.0.0.0/8\r\n::1");

      assertTrue(page.ada.follow(saved).body().contains("Changes saved."));
      AccessToken after = find(page, id);
      assertEquals("new name", after.name());
      assertEquals(Set.of("repo"), after.scopes().names());
      assertEquals(
          List.of("10.0.0.0/8", "::1"),
          after.allowedAddresses().stream().map(String::valueOf).toList());
      assertEquals(before.expiresAt(), after.expiresAt());
      assertEquals(before.lastEight(), after.lastEight());
    }
  }

  @Test
  void narrowingNeedsNoProofAndWideningDoes() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      page.lab.host.hasPages = true;
      TokenId id = page.token("ada", "x");
      page.lab.tokens.ownedBy("ada").changeAllowedAddresses(id, "10.0.0.0/8");
      page.lab.clock.advance(Duration.ofHours(3));
      String path = "/" + id;

      for (String[] wider :
          List.of(
              new String[] {"name", "x", "scopes", "gist", "addresses", ""},
              new String[] {"name", "x", "scopes", "gist", "addresses", "10.0.0.0/8 11.0.0.0/8"},
              new String[] {
                "name", "x", "scopes", "gist", "scopes", "user", "addresses", "10.0.0.0/8"
              })) {
        String location =
            page.ada.submit(path, wider).headers().firstValue("Location").orElseThrow();
        assertTrue(location.startsWith("/prove?to=/settings/tokens/" + id + "?name=x"), location);
      }
      assertEquals(Set.of("gist"), find(page, id).scopes().names());
      page.ada.submit(path, "name", "y", "addresses", "10.1.0.0/16");

      assertEquals("y", find(page, id).name());
      assertTrue(find(page, id).scopes().isEmpty());
      assertTrue(page.ada.get(path + "?name=typed&scopes=user").body().contains("value=\"typed\""));
    }
  }

  @Test
  void regeneratingShowsANewSecretAndKillsTheOldOne() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "x");
      String eight = find(page, id).lastEight();

      HttpResponse<String> shown = page.ada.submit("/" + id + "/regenerate", "expires_in", "7");

      assertEquals("ada", owner(page, secretIn(shown)));
      assertFalse(find(page, id).lastEight().equals(eight));
      assertEquals(Optional.of(Instant.parse("2026-01-08T12:00:00Z")), find(page, id).expiresAt());
    }
  }

  @Test
  @DisplayName("threat 21: a rotation sent again makes nothing, and the new token lives")
  void rotatingTwiceMakesOne() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "x");
      String path = "/" + id + "/rotate";
      String form = SettingsBrowser.hidden(page.ada.get(path).body(), "overlap", "24");

      String secret = secretIn(page.ada.post(path, form));
      HttpResponse<String> again = page.ada.post(path, form);

      assertEquals(303, again.statusCode());
      assertEquals("ada", owner(page, secret));
      assertEquals(2, page.lab.tokens.ownedBy("ada").list().size());
      assertEquals(Optional.of(Instant.parse("2026-01-02T12:00:00Z")), find(page, id).expiresAt());
      assertTrue(
          page.ada
              .follow(page.ada.get(path))
              .body()
              .contains("This token has already been replaced"));
    }
  }

  @Test
  void aRevokedTokenStaysListedWithItsReasonAndCannotBeChanged() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId id = page.token("ada", "x");
      page.ada.submit("/" + id + "/revoke", "reason", "lost\nin a <train>");

      String html = page.ada.get("/" + id).body();
      assertTrue(html.contains("lost in a &lt;train&gt;"), html);
      assertFalse(html.contains("Save changes"), html);
      assertTrue(page.ada.get("?show=revoked").body().contains("<bdi>x</bdi>"));
      assertFalse(page.ada.get("").body().contains("<bdi>x</bdi>"));
      String proof = SettingsBrowser.hidden(page.ada.get("/new").body(), "name", "y");
      assertEquals(303, page.ada.post("/" + id, proof).statusCode());
      assertEquals("x", find(page, id).name());
      for (String path : List.of("/regenerate", "/rotate", "/revoke")) {
        assertEquals(303, page.ada.get("/" + id + path).statusCode(), path);
      }
    }
  }

  @Test
  void theListIsSearchedFilteredAndSorted() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId old = issue(page, "Zebra", Duration.ofDays(300));
      page.lab.clock.advance(Duration.ofDays(90));
      issue(page, "apple", Duration.ofDays(10));
      issue(page, "mango", Duration.ofDays(400));

      assertEquals(List.of("apple", "mango", "Zebra"), names(page, "?sort=name"));
      assertEquals(List.of("apple", "Zebra", "mango"), names(page, "?sort=expires"));
      assertEquals(List.of("Zebra"), names(page, "?unused=90"));
      assertEquals(List.of("mango"), names(page, "?q=MANG"));
      assertEquals(List.of("Zebra"), names(page, "?q=" + find(page, old).lastEight()));
      page.lab.clock.advance(Duration.ofDays(10));
      assertEquals(List.of("apple"), names(page, "?show=expired"));
      assertEquals(3, names(page, "?show=all&sort=nonsense&page=99&unused=x").size());
    }
  }

  @Test
  void aLongListHasPages() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      for (int i = 0; i < 51; i++) {
        issue(page, "t" + i, Duration.ofDays(1));
      }

      assertEquals(50, names(page, "").size());
      assertEquals(1, names(page, "?page=2").size());
    }
  }

  @Test
  void whatCanBeRemovedIsShownByReasonAndRemovedAfterAsking() throws Exception {
    try (SettingsLab page =
        new SettingsLab("/", library -> library.policy(policyFromTomorrow()), builder -> {})) {
      TokenId unused = issue(page, "unused", Duration.ofDays(300));
      TokenId expired = issue(page, "expired", Duration.ofDays(10));
      page.lab.clock.advance(Duration.ofDays(100));
      issue(page, "fresh", Duration.ofDays(10));

      String review = page.ada.get("/review").body();
      assertTrue(
          review.matches("(?s).*Expired.*<bdi>expired.*Not used for 90 days.*<bdi>unused.*"),
          review);
      assertFalse(review.contains("<bdi>fresh"), review);
      String form =
          SettingsBrowser.hidden(review, "ids", unused.toString(), "ids", expired.toString());
      String confirm = page.ada.post("/review", form).body();
      assertTrue(confirm.contains("Delete 2 tokens?"), confirm);
      assertEquals(3, page.lab.tokens.ownedBy("ada").list().size());
      page.ada.post("/review", form + "&confirmed=yes");

      assertEquals(
          List.of("fresh"),
          page.lab.tokens.ownedBy("ada").list().stream().map(AccessToken::name).toList());
    }
  }

  @Test
  @DisplayName("threat 19: selecting somebody else's token removes nothing")
  void aSelectionReachesOnlyOnesOwn() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      TokenId hers = page.token("grace", "hers");
      String form =
          SettingsBrowser.hidden(
              page.ada.get("/new").body(), "ids", hers.toString(), "confirmed", "yes");

      assertEquals(303, page.ada.post("/review", form).statusCode());
      assertEquals(303, page.ada.post("/delete-all", form).statusCode());

      assertEquals(1, page.lab.tokens.ownedBy("grace").list().size());
    }
  }

  @Test
  void whatHappenedIsToldWhereTheHostKeepsIt() throws Exception {
    InMemoryEventLog log = new InMemoryEventLog(100);
    try (SettingsLab page =
        new SettingsLab(
            "/",
            library -> library.listener(TokenListener.recordingIn(log)),
            builder -> builder.eventLog(log))) {
      TokenId id = page.token("ada", "x");
      page.lab.tokens.ownedBy("ada").rename(id, "y");

      String html = page.ada.get("/" + id).body();

      assertTrue(html.matches("(?s).*History.*Changed.*Generated.*"), html);
    }
  }

  @Test
  void speaksGermanToWhoAsksForIt() throws Exception {
    try (SettingsLab page = new SettingsLab()) {
      page.token("ada", "x");
      HttpResponse<String> german =
          page.ada.send(page.ada.to("").header("Accept-Language", "tlh, de-AT;q=0.8, en;q=0.5"));
      HttpResponse<String> other =
          page.ada.send(page.ada.to("").header("Accept-Language", "tlh, ;;q=x"));

      assertTrue(german.body().contains("<html lang=\"de\">"), german.body());
      assertTrue(german.body().contains("Neues Token erzeugen"), german.body());
      assertTrue(other.body().contains("<html lang=\"en\">"), other.body());
    }
  }

  private static TokenPolicy policyFromTomorrow() {
    return TokenPolicy.builder().maximumLifetime(Duration.ofDays(366)).build();
  }

  private static TokenId issue(SettingsLab page, String name, Duration lifetime) {
    return page.lab
        .tokens
        .issue(TokenRequest.forOwner("ada").name(name).expiresAfter(lifetime).build())
        .token()
        .id();
  }

  private static List<String> names(SettingsLab page, String query) throws Exception {
    return Pattern.compile("<h2><a [^>]*><bdi>([^<]*)</bdi>")
        .matcher(page.ada.get(query).body())
        .results()
        .map(name -> name.group(1))
        .toList();
  }

  private static AccessToken find(SettingsLab page, TokenId id) {
    return page.lab.tokens.ownedBy("ada").find(id).orElseThrow();
  }

  private static String owner(SettingsLab page, String secret) {
    return page.lab.tokens.verify(secret).fold(token -> token.owner(), why -> "nobody: " + why);
  }

  private static String secretIn(HttpResponse<String> shown) {
    var secret = SECRET.matcher(shown.body());
    assertTrue(secret.find(), shown.body());
    return secret.group();
  }
}
