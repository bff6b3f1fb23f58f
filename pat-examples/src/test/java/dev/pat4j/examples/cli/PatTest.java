package dev.pat4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AccessToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each command, as it is typed. */
class PatTest {

  private final Lab lab = new Lab();

  private boolean works(String secret) {
    return lab.host().verify(secret).fold(ok -> true, why -> false);
  }

  @Nested
  class Issue {

    @Test
    void aTokenIssuedHereWorksAtTheHost() {
      AccessToken token = lab.token(lab.issue("--name", "CI", "--scopes", "repo,read:user"));
      assertEquals("ada", token.owner());
      assertEquals("CI", token.name());
      assertEquals(Set.of("repo", "read:user"), token.scopes().names());
      assertEquals(Optional.of(Lab.NOW.plus(Duration.ofDays(30))), token.expiresAt());
    }

    @Test
    @DisplayName("threat 17: the secret is on standard output, once, and nowhere else")
    void onlyTheSecretIsOnStandardOutput() {
      Lab.Result result = lab.pat("issue", "--owner", "ada", "--expires", "30d", "--name", "CI");
      String secret = result.exits(0).out().strip();
      assertTrue(secret.matches("acme_[0-9A-Za-z]{36}"), secret);
      assertEquals(secret + "\n", result.out());
      String id = lab.id(secret);
      assertEquals(
          "Issued token %s \"CI\" of ada, scopes: none;%n".formatted(id)
              + "it expires 2026-12-22 12:00 UTC, in 30d. The secret is shown only this once.\n",
          result.err());
      for (String[] more : new String[][] {{"list"}, {"list", "--json"}, {"show", id}}) {
        Lab.Result later = lab.pat(more[0], Arrays.copyOfRange(more, 1, more.length)).exits(0);
        assertFalse((later.out() + later.err()).contains(secret), later.out());
      }
    }

    @Test
    void programsAreGivenTheSecretWithinOneObject() {
      Lab.Result result =
          lab.pat("issue", "--owner", "ada", "--expires", "never", "--json", "--scopes", "repo");
      JsonObject json = result.exits(0).json().asJsonObject();
      assertTrue(works(json.getString("token")));
      assertTrue(json.isNull("expires_at"));
      assertEquals("repo", json.getJsonArray("scopes").getString(0));
      assertFalse(result.err().contains(json.getString("token")), result.err());
    }

    @Test
    void aDateIsItsFirstMomentInUtc() {
      String secret = lab.pat("issue", "--owner", "ada", "--expires", "2027-01-01").out().strip();
      assertEquals(
          Optional.of(Instant.parse("2027-01-01T00:00:00Z")), lab.token(secret).expiresAt());
    }

    @Test
    void aScopeThatTheHostDoesNotDeclareIsRefused() {
      lab.pat("issue", "--owner", "ada", "--expires", "1d", "--scopes", "root")
          .says(2, "scope 'root' is not in the catalogue");
    }
  }

  @Nested
  class ListAndShow {

    @Test
    void aTableHasALineForEachLiveToken() {
      String dead = lab.id(lab.issue("--name", "old"));
      lab.pat("revoke", dead, "--yes").exits(0);
      String id = lab.id(lab.issue("--name", "laptop", "--scopes", "repo"));
      Lab.Result result = lab.pat("list").exits(0);
      List<String> lines = result.out().lines().toList();
      assertEquals(2, lines.size(), result.out());
      assertEquals(
          List.of("ID", "OWNER", "NAME", "SCOPES", "LAST USED", "UNTIL"),
          List.of(lines.get(0).split(" {2,}", -1)));
      assertEquals(
          List.of(id, "ada", "laptop", "repo", "never", "2026-12-22"),
          List.of(lines.get(1).split(" {2,}", -1)));
      assertEquals("1 token.\n", result.err());
      assertTrue(lab.pat("list", "--all").out().contains("revoked"));
    }

    @Test
    void whatIsLookedForIsFound() {
      String used = lab.issue("--name", "used");
      lab.issue("--name", "unused");
      lab.pat("issue", "--owner", "grace", "--expires", "never", "--name", "hers").exits(0);
      lab.now = Lab.NOW.plus(Duration.ofDays(20));
      try (PersonalAccessTokens host = lab.host()) {
        assertEquals("used", host.verify(used).fold(AccessToken::name, String::valueOf));
      }
      assertEquals(Set.of("hers"), names("--owner", "grace"));
      assertEquals(Set.of("unused", "hers"), names("--unused-for", "10d"));
      assertEquals(Set.of("used", "unused"), names("--expiring-within", "14d"));
      assertEquals(Set.of("unused", "hers"), names("--never-used"));
      assertEquals(Set.of("unused"), names("--never-used", "--owner", "ada"));
      assertEquals(Set.of(), names("--owner", "nobody"));
      assertEquals("No such token.\n", lab.pat("list", "--owner", "nobody").err());
    }

    private Set<String> names(String... filter) {
      String[] arguments = Arrays.copyOf(filter, filter.length + 1);
      arguments[filter.length] = "--json";
      JsonArray found = lab.pat("list", arguments).exits(0).json().asJsonArray();
      return found.getValuesAs(JsonObject.class).stream()
          .map(token -> token.getString("name"))
          .collect(Collectors.toSet());
    }

    @Test
    @DisplayName("threat 18: a hostile name neither moves the cursor nor breaks the table")
    void hostileNamesAreShownForWhatTheyAre() {
      try (PersonalAccessTokens host = lab.host()) {
        for (String name :
            List.of("\u202Egpj.exe", "x".repeat(255), "界".repeat(200), "a\u200Bb", "\"><svg>")) {
          host.issue(TokenRequest.forOwner("ada\u2066").name(name).neverExpires().build());
        }
      }
      String out = lab.pat("list").exits(0).out();
      assertFalse(out.codePoints().anyMatch(c -> c == 0x202E || c == 0x2066 || c == 0x200B), out);
      assertTrue(out.contains("<U+202E>gpj"), out);
      assertTrue(out.contains("ada<U+2066>"), out);
      assertTrue(out.contains("xxx…"), out);
      out.lines().forEach(line -> assertTrue(Shown.columns(line) <= 80, line));
      lab.environment.put("COLUMNS", "120");
      String wide = lab.pat("list").out();
      assertTrue(wide.lines().anyMatch(line -> Shown.columns(line) > 100), wide);
      wide.lines().forEach(line -> assertTrue(Shown.columns(line) <= 120, line));
    }

    @Test
    void aTokenWithAScopeThatIsNotListedIsShownAllTheSame() {
      try (PersonalAccessTokens host = lab.host()) {
        host.issue(TokenRequest.forOwner("ada").scopes("secret:scope").neverExpires().build());
      }
      assertTrue(lab.pat("list").out().contains("secret:scope"));
    }

    @Test
    void aTableThatIsTooLongSaysSo() {
      lab.issue();
      lab.issue();
      Lab.Result result = lab.pat("list", "--limit", "1").exits(0);
      assertEquals(2, result.out().lines().count());
      assertTrue(result.err().contains("There are more"), result.err());
    }

    @Test
    void allThatIsKnownIsShown() {
      String secret = lab.issue("--name", "laptop", "--from", "192.0.2.0/24", "--scopes", "repo");
      String id = onlyId();
      String out = lab.pat("show", id).exits(0).out();
      for (String fact :
          List.of(
              "Token " + id,
              "  owner        ada\n",
              "  state        live\n",
              "  ends         expires 2026-12-22 12:00 UTC, in 30d\n",
              "  usable from  192.0.2.0/24\n",
              "  last eight   " + secret.substring(secret.length() - 8))) {
        assertTrue(out.contains(fact), out);
      }
    }

    /** It cannot be looked at from here: it is bound to an address. */
    private String onlyId() {
      JsonArray all = lab.pat("list", "--json").json().asJsonArray();
      return all.getJsonObject(0).get("id").toString();
    }

    @Test
    void theMembersAreThoseOfTheHelp() {
      String id = lab.id(lab.issue());
      Set<String> written = lab.pat("show", id, "--json").json().asJsonObject().keySet();
      String documented = TokenJson.MEMBERS.substring(0, TokenJson.MEMBERS.indexOf("; *"));
      assertEquals(
          Arrays.stream(documented.replaceAll("\\([^)]*\\)|\\*", "").split(",", -1))
              .map(String::strip)
              .toList(),
          List.copyOf(written));
      String help = lab.run("show", "--help").exits(0).out();
      written.forEach(name -> assertTrue(help.contains(name), name));
    }

    @Test
    void aTokenThatIsNotThereIsToldWithACode() {
      for (String command : new String[] {"show", "revoke", "rotate"}) {
        lab.pat(command, "42").says(1, "there is no token 42");
      }
    }
  }

  @Nested
  class RevokeAndPrune {

    @Test
    void aRevokedTokenIsRefusedAndTheAuditSaysWhy() {
      String secret = lab.issue();
      String id = lab.id(secret);
      lab.pat("revoke", id, "--yes", "--reason", "leaked", "--by", "grace").exits(0);
      assertFalse(works(secret));
      String out = lab.pat("show", id).out();
      assertTrue(out.contains("2026-11-22 12:00 UTC by grace: leaked"), out);
      lab.pat("revoke", id, "--yes")
          .says(1, "token " + id + " was revoked before, 2026-11-22 12:00 UTC by grace");
    }

    @Test
    void nothingIsDestroyedUnasked() {
      String secret = lab.issue("--name", "a-b");
      String id = lab.id(secret);
      lab.pat("revoke", id).says(2, "say --yes");
      lab.pat("prune", "--dead-for", "0d").says(2, "say --yes");
      lab.pat("rotate", id, "--overlap", "0s").says(2, "say --yes");
      lab.answer = Optional.of("n");
      lab.pat("revoke", id).says(1, "nothing was done");
      assertTrue(works(secret));
      assertEquals(
          List.of("Really revoke token " + id + " \"a-b\" of ada for good? [y/N] "), lab.asked);
      lab.answer = Optional.of("y");
      lab.pat("revoke", id).exits(0);
      assertFalse(works(secret));
    }

    @Test
    void onlyWhatIsDeadForLongerIsRemoved() {
      String id = lab.id(lab.issue());
      lab.pat("revoke", id, "--yes").exits(0);
      lab.issue();
      lab.now = Lab.NOW.plus(Duration.ofDays(10));
      assertEquals("Removed 0 tokens.\n", lab.pat("prune", "--dead-for", "11d", "-y").err());
      Lab.Result result = lab.pat("prune", "--dead-for", "9d", "--yes", "--json").exits(0);
      assertEquals("Removed 1 token.\n", result.err());
      assertEquals(1, result.json().asJsonObject().getInt("removed"));
      lab.pat("show", id).says(1, "no token");
    }
  }

  @Nested
  class Rotate {

    @Test
    void theOldOneLivesOnForTheOverlap() {
      String old = lab.issue("--name", "CI", "--scopes", "repo");
      Lab.Result result = lab.pat("rotate", lab.id(old), "--overlap", "2h").exits(0);
      String successor = result.out().strip();
      assertEquals(successor + "\n", result.out());
      assertFalse(result.err().contains(successor), result.err());
      assertEquals(Set.of("repo"), lab.token(successor).scopes().names());
      assertTrue(works(old));
      lab.now = Lab.NOW.plus(Duration.ofHours(2));
      assertFalse(works(old));
      assertTrue(works(successor));
    }

    @Test
    void aSecondTimeIsRefused() {
      String id = lab.id(lab.issue());
      lab.pat("rotate", id).exits(0);
      lab.pat("rotate", id).says(1, "token " + id);
    }
  }

  @Nested
  class Audit {

    @Test
    void whoDoesNotComplyIsListedAndTheCodeSaysSo() {
      lab.issue("--name", "short");
      lab.pat("issue", "--owner", "grace", "--expires", "400d", "--name", "long").exits(0);
      lab.pat("issue", "--owner", "grace", "--expires", "never", "--name", "endless").exits(0);
      Lab.Result result = lab.pat("audit", "--maximum-lifetime", "366d").exits(1);
      assertEquals("2 tokens do not comply.\n", result.err());
      assertTrue(result.out().contains("lives 400d"), result.out());
      assertTrue(result.out().contains("no expiry"), result.out());
      assertFalse(result.out().contains("short"), result.out());
    }

    @Test
    void unusedTokensAreListedForPrograms() {
      lab.issue();
      lab.now = Lab.NOW.plus(Duration.ofDays(20));
      Lab.Result fine = lab.pat("audit", "--inactive", "21d", "--json").exits(0);
      assertEquals(List.of(), fine.json().asJsonArray());
      JsonObject found =
          lab.pat("audit", "--inactive", "20d", "--maximum-lifetime", "29d", "--json")
              .exits(1)
              .json()
              .asJsonArray()
              .getJsonObject(0);
      assertEquals("[\"lifetime\",\"inactivity\"]", found.get("breaks").toString());
    }

    @Test
    void aPolicyMustBeNamed() {
      lab.pat("audit").says(2, "say --maximum-lifetime, --inactive or both");
      lab.pat("audit", "--inactive", "1s").says(2, "inactivity limit must be longer than");
    }

    @Test
    void aTokenIsNotMissedBecauseItsScopeIsNotListed() {
      try (PersonalAccessTokens host = lab.host()) {
        host.issue(TokenRequest.forOwner("ada").scopes("secret:scope").neverExpires().build());
      }
      lab.pat("audit", "--maximum-lifetime", "1d").exits(1);
    }
  }

  @Test
  @DisplayName("threat 16: where i and I are two letters, all reads the same")
  void inTurkeyAllReadsTheSame() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      String id = lab.id(lab.issue("--name", "Iİıi"));
      lab.pat("list", "--expiring-within", "31d").exits(0);
      String out = lab.pat("show", id).exits(0).out();
      assertTrue(out.contains("expires 2026-12-22 12:00 UTC, in 30d"), out);
      assertEquals("Iİıi", lab.pat("show", id, "--json").json().asJsonObject().getString("name"));
      lab.answer = Optional.of("YES");
      lab.pat("revoke", id).exits(0);
    } finally {
      Locale.setDefault(before);
    }
  }
}
