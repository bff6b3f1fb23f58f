package dev.pat4j.examples.cli;

import dev.pat4j.TokenPolicy;
import jakarta.json.Json;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pat prune}. */
@Command(
    name = "prune",
    abbreviateSynopsis = true,
    description = "Remove what is left of tokens that were revoked or expired long ago.",
    footer = {"", "The member with --json: removed, a number."})
final class PruneCommand extends DeskAction {

  @Option(
      names = "--dead-for",
      required = true,
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Only those dead for longer: 90d.")
  private Duration deadFor = Duration.ZERO;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Override
  int run(TokenDesk desk, Settings settings) {
    surroundings()
        .confirm(yes, "remove every token dead for " + Durations.text(deadFor) + " and longer?");
    int removed = desk.asTheHost(TokenPolicy.standard()).administration().purge(deadFor);
    say("Removed " + removed + (removed == 1 ? " token." : " tokens."));
    if (json()) {
      print(Json.createObjectBuilder().add("removed", removed).build() + "\n");
    }
    return Stop.DONE;
  }
}
