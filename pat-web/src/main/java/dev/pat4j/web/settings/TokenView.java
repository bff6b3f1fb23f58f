package dev.pat4j.web.settings;

import dev.pat4j.AccessToken;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A token as the pages tell of it, in the words of one reader at one moment. */
public final class TokenView {

  /** Whether it can be used; the order is that of tabs. */
  public enum State {
    /** It can. */
    ACTIVE,
    /** Its time is over. */
    EXPIRED,
    /** It was revoked. */
    REVOKED
  }

  private static final Duration NEAR = Duration.ofDays(7);

  private final AccessToken token;
  private final Words words;
  private final Instant now;
  private final ZoneId zone;

  TokenView(AccessToken token, Words words, Instant now, ZoneId zone) {
    this.token = token;
    this.words = words;
    this.now = now;
    this.zone = zone;
  }

  static TokenView of(AccessToken token, Visit visit) {
    return new TokenView(token, visit.words(), visit.now(), visit.zone());
  }

  /** The token. */
  public AccessToken token() {
    return token;
  }

  /** Its public name. */
  public TokenId id() {
    return token.id();
  }

  /** What its owner calls it, or that it has no name. */
  public String name() {
    return token.name().isBlank() ? words.text("token.nameless") : token.name();
  }

  /** The scopes granted. */
  public List<String> scopes() {
    return List.copyOf(token.scopes().names());
  }

  /** Whether it can be used. */
  public State state() {
    return token.revocation().isPresent()
        ? State.REVOKED
        : token.isExpiredAt(now) ? State.EXPIRED : State.ACTIVE;
  }

  /** Whether it can be used. */
  public boolean isActive() {
    return state() == State.ACTIVE;
  }

  /** Whether it was revoked. */
  public boolean isRevoked() {
    return state() == State.REVOKED;
  }

  /** Whether it has a successor. */
  public boolean isRotated() {
    return token.rotatedAt().isPresent();
  }

  /** The day of an instant. */
  public String day(Instant time) {
    return words.day(time, zone);
  }

  /** An instant to the minute. */
  public String exact(Instant time) {
    return words.exact(time);
  }

  /** When it was last used, roughly. */
  public String lastUsed() {
    return token.lastUsedAt().map(this::roughly).orElseGet(() -> words.text("used.never"));
  }

  /** When it was revoked; empty if it was not. */
  public String revoked() {
    return token.revocation().map(end -> words.text("revoked.on", day(end.at()))).orElse("");
  }

  /** When it expires, or expired. */
  public String expiry() {
    return token
        .expiresAt()
        .map(
            at ->
                words.text(
                    token.isExpiredAt(now) ? "expires.past" : "expires.on", words.day(at, zone)))
        .orElseGet(() -> words.text("expires.never"));
  }

  /** Whether it expires within a week. */
  public boolean isNearExpiry() {
    return timeLeft().filter(left -> left.compareTo(NEAR) <= 0).isPresent();
  }

  /** How long it has, if that is a week or less. */
  public String timeLeftWords() {
    Duration left = timeLeft().orElse(Duration.ZERO);
    return left.toHours() < 1
        ? words.text("expires.soon")
        : left.toHours() < 48
            ? words.count("expires.hours", left.toHours())
            : words.count("expires.days", left.toDays());
  }

  /** Whether it was not used, nor made, for this long. */
  boolean isUnusedFor(Duration time) {
    Instant last = token.lastUsedAt().orElse(token.createdAt());
    return Duration.between(last, now).compareTo(time) >= 0;
  }

  private Optional<Duration> timeLeft() {
    return token.expiresAt().filter(at -> isActive()).map(at -> Duration.between(now, at));
  }

  private String roughly(Instant time) {
    long days = Duration.between(time, now).toDays();
    return words.text(
        days < 1
            ? "used.day"
            : days < 7
                ? "used.week"
                : days < 30
                    ? "used.month"
                    : days < 90 ? "used.quarter" : days < 365 ? "used.year" : "used.longer");
  }
}
