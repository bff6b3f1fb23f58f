package dev.pat4j.examples.cli;

import dev.pat4j.AccessToken;
import dev.pat4j.TokenPolicy;
import dev.pat4j.store.TokenId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pat show}. */
@Command(
    name = "show",
    abbreviateSynopsis = true,
    description = "Show all that is known of a token.",
    footer = {"", "The members with --json: " + TokenJson.MEMBERS})
final class ShowCommand extends DeskAction {

  @Parameters(paramLabel = "ID", converter = Ids.class, description = "The token's number.")
  private @Nullable TokenId id;

  @Override
  int run(TokenDesk desk, Settings settings) {
    TokenId wanted = Ids.given(id);
    AccessToken token = TokenDesk.find(desk.reading(wanted, TokenPolicy.standard()), wanted);
    print(
        json()
            ? TokenJson.of(token, now()).build() + "\n"
            : TokenText.whole(token, now(), surroundings().width()));
    return Stop.DONE;
  }
}
