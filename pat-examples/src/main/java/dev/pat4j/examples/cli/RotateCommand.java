package dev.pat4j.examples.cli;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pat rotate}. */
@Command(
    name = "rotate",
    abbreviateSynopsis = true,
    description =
        "Issue a successor of a token, which lives on beside it for a while. The new secret, and"
            + " nothing else, is on standard output.",
    footer = {"", "The members with --json: token, and of the successor those of 'pat show'."})
final class RotateCommand extends DeskAction {

  @Parameters(paramLabel = "ID", converter = Ids.class, description = "The token's number.")
  private @Nullable TokenId id;

  @Option(
      names = "--overlap",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "How long the old one lives on; 1d if not said. 0s kills it at once.")
  private Duration overlap = Duration.ofDays(1);

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask, where the old one dies at once.")
  private boolean yes;

  @Override
  int run(TokenDesk desk, Settings settings) {
    TokenId wanted = Ids.given(id);
    PersonalAccessTokens tokens =
        desk.reading(wanted, policy(settings, Optional.empty(), Optional.empty()));
    AccessToken old = TokenDesk.find(tokens, wanted);
    surroundings()
        .confirm(
            yes || !overlap.isZero(),
            "rotate " + Shown.visible(TokenText.called(old)) + ", which dies at once?");
    IssuedToken issued = tokens.ownedBy(old.owner()).rotate(wanted, overlap);
    IssueCommand.handOver(
        this, "Rotated " + TokenText.called(old) + " into " + issued.token().id(), issued);
    return Stop.DONE;
  }

  @Override
  String unwritten() {
    return IssueCommand.unheard();
  }
}
