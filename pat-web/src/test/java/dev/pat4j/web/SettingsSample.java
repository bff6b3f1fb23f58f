package dev.pat4j.web;

import dev.pat4j.Expiry;
import dev.pat4j.TokenListener;
import dev.pat4j.TokenRequest;
import dev.pat4j.store.InMemoryEventLog;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A page as a person has it after a year: tokens in use, forgotten, expired and revoked. */
final class SettingsSample {

  static final Instant NOW = Instant.parse("2026-11-22T22:30:00Z");

  private SettingsSample() {}

  /** The page, with a log of events and a brand. */
  static SettingsLab empty() throws Exception {
    InMemoryEventLog events = new InMemoryEventLog(1_000);
    return new SettingsLab(
        "/",
        library -> library.listener(TokenListener.recordingIn(events)),
        page -> page.eventLog(events).brand("Acme").home("/"));
  }

  /** The same with tokens; the id is that of the one in most use. */
  static TokenId fill(SettingsLab page) {
    issue(page, 330, "old laptop", Expiry.never(), "repo", "user:email");
    used(issue(page, 200, "backup to the attic", Expiry.never(), "repo"), page, 120);
    used(issue(page, 95, "release pipeline", days(90), "repo", "gist"), page, 6);
    var revoked = issue(page, 60, "pasted into a chat", days(90), "user");
    page.lab.clock.set(NOW.minus(Duration.ofDays(40)));
    page.lab.tokens.ownedBy("ada").revoke(revoked.token().id(), "it was in a screenshot");
    used(issue(page, 85, "dashboard", days(90), "read:org"), page, 2);
    var laptop = issue(page, 20, "laptop", days(90), "repo", "write:org", "gist");
    used(laptop, page, 0);
    issue(page, 1, "nightly build", days(30), "public_repo", "repo:status");
    page.lab.clock.set(NOW);
    return laptop.token().id();
  }

  private record Made(dev.pat4j.AccessToken token, String secret) {}

  private static Made issue(
      SettingsLab page, int daysAgo, String name, Expiry expiry, String... scopes) {
    page.lab.clock.set(NOW.minus(Duration.ofDays(daysAgo)));
    var issued =
        page.lab.tokens.issue(
            TokenRequest.forOwner("ada").name(name).scopes(List.of(scopes)).expiry(expiry).build());
    return new Made(issued.token(), issued.secret().reveal());
  }

  private static void used(Made made, SettingsLab page, int daysAgo) {
    page.lab.clock.set(NOW.minus(Duration.ofDays(daysAgo)).minus(Duration.ofMinutes(42)));
    page.lab.tokens.verify(made.secret(), "192.0.2.17");
  }

  private static Expiry days(int days) {
    return Expiry.after(Duration.ofDays(days));
  }
}
