package dev.pat4j.examples.cli;

import dev.pat4j.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;

/** A token as a person reads it; times are in UTC. */
final class TokenText {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TokenText() {}

  /** {@code live}, {@code expired} or {@code revoked}. */
  static String state(AccessToken token, Instant now) {
    if (token.revocation().isPresent()) {
      return "revoked";
    }
    return token.isExpiredAt(now) ? "expired" : "live";
  }

  /** The day of its end, or why it has ended already. */
  static String until(AccessToken token, Instant now) {
    String state = state(token, now);
    return state.equals("live") ? token.expiresAt().map(DAY::format).orElse("never") : state;
  }

  static String lastUsed(AccessToken token) {
    return token.lastUsedAt().map(DAY::format).orElse("never");
  }

  static String scopes(AccessToken token) {
    return token.scopes().isEmpty() ? "none" : String.join(", ", token.scopes().names());
  }

  /** {@code token 5 "laptop" of ada}. */
  static String called(AccessToken token) {
    String name = token.name().isEmpty() ? "" : " \"" + token.name() + '"';
    return "token " + token.id() + name + " of " + token.owner();
  }

  static String minute(Instant time) {
    return MINUTE.format(time);
  }

  /** {@code expires 2027-01-01 00:00 UTC, in 40d}. */
  static String expiry(AccessToken token, Instant now) {
    return token
        .expiresAt()
        .map(
            end ->
                token.isExpiredAt(now)
                    ? "expired " + minute(end)
                    : "expires "
                        + minute(end)
                        + ", in "
                        + Durations.text(Duration.between(now, end).plusSeconds(59)))
        .orElse("never expires");
  }

  /** A heading and a line for each thing that is known of it. */
  static String whole(AccessToken token, Instant now, int columns) {
    Facts facts = new Facts(columns);
    facts.add("owner", token.owner());
    facts.add("name", token.name().isEmpty() ? "(none)" : token.name());
    facts.add("state", state(token, now));
    facts.add("ends", expiry(token, now));
    token
        .revocation()
        .ifPresent(
            end ->
                facts.add(
                    "revoked",
                    minute(end.at())
                        + " by "
                        + end.by()
                        + (end.reason().isEmpty() ? "" : ": " + end.reason())));
    facts.add("scopes", scopes(token));
    facts.add("created", minute(token.createdAt()));
    if (!token.issuedAt().equals(token.createdAt())) {
      facts.add("secret made", minute(token.issuedAt()));
    }
    facts.add(
        "last used",
        token.lastUsedAt().map(TokenText::minute).orElse("never")
            + token.lastUsedFrom().map(from -> " from " + from).orElse(""));
    facts.add(
        "usable from",
        token.allowedAddresses().isEmpty()
            ? "everywhere"
            : token.allowedAddresses().stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ")));
    facts.add("last eight", token.lastEight());
    token.rotatedAt().ifPresent(time -> facts.add("rotated", minute(time)));
    token.rotatedFrom().ifPresent(id -> facts.add("in place of", id.toString()));
    token.mintedBy().ifPresent(id -> facts.add("minted by", id.toString()));
    return "Token " + token.id() + "\n" + facts.text();
  }
}
