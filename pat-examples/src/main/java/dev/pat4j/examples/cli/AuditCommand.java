package dev.pat4j.examples.cli;

import dev.pat4j.AccessToken;
import dev.pat4j.TokenPolicy;
import dev.pat4j.store.TokenQuery;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pat audit}. */
@Command(
    name = "audit",
    abbreviateSynopsis = true,
    description =
        "List the live tokens that do not comply with a policy; the exit code is 1 if there are"
            + " any.",
    footer = {
      "",
      "With --json: an array of objects with the members of 'pat list', and breaks: an array of"
          + " lifetime, inactivity or both."
    })
final class AuditCommand extends DeskAction {

  @Option(
      names = "--maximum-lifetime",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "The longest from the making of a secret to its expiry: 366d.")
  private Optional<Duration> maximumLifetime = Optional.empty();

  @Option(
      names = "--inactive",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "The longest without a use: 90d.")
  private Optional<Duration> inactive = Optional.empty();

  @Override
  void check(Settings settings) {
    TokenPolicy policy = policy(settings);
    if (policy.maximumLifetime().isEmpty() && policy.inactivityLimit().isEmpty()) {
      throw Stop.usage("no policy is named: say --maximum-lifetime, --inactive or both");
    }
  }

  private TokenPolicy policy(Settings settings) {
    return policy(settings, maximumLifetime, inactive);
  }

  @Override
  int run(TokenDesk desk, Settings settings) {
    TokenPolicy policy = policy(settings);
    TokenQuery live = TokenQuery.all().liveAt(now());
    long found;
    try (Stream<AccessToken> breaking = desk.reading(live, policy).notComplying(TokenQuery.all())) {
      if (json()) {
        found = JsonLines.print(this, breaking.map(token -> json(token, policy)));
      } else {
        found = table(breaking.toList(), policy);
      }
    }
    say(
        found == 0
            ? "Every live token complies."
            : found + (found == 1 ? " token does" : " tokens do") + " not comply.");
    return found == 0 ? Stop.DONE : Stop.REFUSED;
  }

  private long table(List<AccessToken> breaking, TokenPolicy policy) {
    Table table =
        new Table()
            .whole("ID")
            .cut("OWNER", 8)
            .cut("NAME", 8)
            .whole("LAST USED")
            .whole("UNTIL")
            .whole("WHY");
    breaking.stream()
        .sorted(Comparator.comparing(AccessToken::owner).thenComparing(AccessToken::id))
        .forEach(
            token ->
                table.row(
                    token.id().toString(),
                    token.owner(),
                    token.name(),
                    TokenText.lastUsed(token),
                    TokenText.until(token, now()),
                    String.join(", ", why(token, policy))));
    if (!breaking.isEmpty()) {
      print(table.text(surroundings().width()));
    }
    return breaking.size();
  }

  private JsonObjectBuilder json(AccessToken token, TokenPolicy policy) {
    List<String> breaks = new ArrayList<>();
    if (livesTooLong(token, policy)) {
      breaks.add("lifetime");
    }
    if (unusedTooLong(token, policy)) {
      breaks.add("inactivity");
    }
    return TokenJson.of(token, now()).add("breaks", TokenJson.array(breaks));
  }

  private List<String> why(AccessToken token, TokenPolicy policy) {
    List<String> why = new ArrayList<>();
    if (livesTooLong(token, policy)) {
      why.add(
          token
              .expiresAt()
              .map(end -> "lives " + Durations.text(Duration.between(token.issuedAt(), end)))
              .orElse("no expiry"));
    }
    if (unusedTooLong(token, policy)) {
      why.add("idle " + Durations.text(idle(token)));
    }
    return why;
  }

  private static boolean livesTooLong(AccessToken token, TokenPolicy policy) {
    return policy
        .maximumLifetime()
        .filter(
            most ->
                token
                    .expiresAt()
                    .filter(end -> Duration.between(token.issuedAt(), end).compareTo(most) <= 0)
                    .isEmpty())
        .isPresent();
  }

  private boolean unusedTooLong(AccessToken token, TokenPolicy policy) {
    return policy.inactivityLimit().filter(most -> idle(token).compareTo(most) >= 0).isPresent();
  }

  /** Since it was last used, or its secret made. */
  private Duration idle(AccessToken token) {
    Instant made = token.issuedAt();
    Instant last = token.lastUsedAt().filter(made::isBefore).orElse(made);
    return Duration.between(last, now());
  }
}
