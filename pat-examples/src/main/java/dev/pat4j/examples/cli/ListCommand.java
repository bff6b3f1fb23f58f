package dev.pat4j.examples.cli;

import dev.pat4j.AccessToken;
import dev.pat4j.TokenPolicy;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pat list}. */
@Command(
    name = "list",
    abbreviateSynopsis = true,
    description = "List tokens: those that are live, unless --all.",
    footer = {
      "",
      "With --json: an array, in the order of ids, of objects with these members: "
          + TokenJson.MEMBERS
    })
final class ListCommand extends DeskAction {

  @Option(names = "--owner", paramLabel = "OWNER", description = "Only this owner's.")
  private Optional<String> owner = Optional.empty();

  @Option(
      names = "--unused-for",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Only those neither used nor made for so long: 90d.")
  private Optional<Duration> unusedFor = Optional.empty();

  @Option(
      names = "--expiring-within",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Only those that end so soon: 14d.")
  private Optional<Duration> expiringWithin = Optional.empty();

  @Option(names = "--never-used", description = "Only those that were never used.")
  private boolean neverUsed;

  @Option(names = "--all", description = "Those that are revoked or expired, too.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many in a table; ${DEFAULT-VALUE} if not said.")
  private int limit = 1_000;

  @Override
  void check(Settings settings) {
    if (limit < 1) {
      throw Stop.usage("--limit is at least 1, not " + limit);
    }
  }

  @Override
  int run(TokenDesk desk, Settings settings) {
    TokenQuery query = query();
    try (Stream<AccessToken> found = desk.reading(query, TokenPolicy.standard()).stream(query)) {
      if (json()) {
        JsonLines.print(this, found.map(token -> TokenJson.of(token, now())));
      } else {
        table(found.limit(limit + 1L).toList());
      }
    }
    return Stop.DONE;
  }

  private TokenQuery query() {
    Instant now = now();
    TokenQuery query = all ? TokenQuery.all() : TokenQuery.all().liveAt(now);
    query = owner.map(query::ownedBy).orElse(query);
    query = unusedFor.map(now::minus).map(query::inactiveSince).orElse(query);
    if (expiringWithin.isPresent()) {
      query = query.expiringBetween(now, now.plus(expiringWithin.get()));
    }
    return neverUsed ? query.neverUsed() : query;
  }

  private void table(List<AccessToken> found) {
    Table table =
        new Table()
            .whole("ID")
            .cut("OWNER", 8)
            .cut("NAME", 8)
            .cut("SCOPES", 8)
            .whole("LAST USED")
            .whole("UNTIL");
    found.stream()
        .limit(limit)
        .sorted(
            Comparator.comparing(AccessToken::owner)
                .thenComparing(AccessToken::createdAt)
                .thenComparing(AccessToken::id))
        .forEach(
            token ->
                table.row(
                    token.id().toString(),
                    token.owner(),
                    token.name(),
                    TokenText.scopes(token),
                    TokenText.lastUsed(token),
                    TokenText.until(token, now())));
    if (!found.isEmpty()) {
      print(table.text(surroundings().width()));
    }
    int shown = Math.min(limit, found.size());
    say(shown == 0 ? "No such token." : shown + (shown == 1 ? " token." : " tokens."));
    if (found.size() > limit) {
      say("There are more: say --limit, or ask for fewer.");
    }
  }
}
