package dev.pat4j.examples.cli;

import dev.pat4j.AccessToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenPolicy;
import dev.pat4j.store.TokenId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pat revoke}. */
@Command(
    name = "revoke",
    abbreviateSynopsis = true,
    description = "Revoke a token for good, and whatever was minted with it.",
    footer = {"", "With --json the token as it is then; its members: " + TokenJson.MEMBERS})
final class RevokeCommand extends DeskAction {

  @Parameters(paramLabel = "ID", converter = Ids.class, description = "The token's number.")
  private @Nullable TokenId id;

  @Option(names = "--reason", description = "Why, for the audit.")
  private String reason = "";

  @Option(
      names = "--by",
      description = "Who does it, for the audit; your account on this machine if not said.")
  private String by = System.getProperty("user.name", "pat");

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  @Override
  int run(TokenDesk desk, Settings settings) {
    TokenId wanted = Ids.given(id);
    PersonalAccessTokens tokens = desk.reading(wanted, TokenPolicy.standard());
    AccessToken token = TokenDesk.find(tokens, wanted);
    refuseRevoked(token);
    surroundings().confirm(yes, "revoke " + Shown.visible(TokenText.called(token)) + " for good?");
    if (!tokens.administration().revoke(wanted, by, reason)) {
      refuseRevoked(TokenDesk.find(tokens, wanted));
    }
    say("Revoked " + TokenText.called(token) + ".");
    if (json()) {
      print(TokenJson.of(TokenDesk.find(tokens, wanted), now()).build() + "\n");
    }
    return Stop.DONE;
  }

  private static void refuseRevoked(AccessToken token) {
    token
        .revocation()
        .ifPresent(
            before -> {
              throw Stop.refused(
                  "token "
                      + token.id()
                      + " was revoked before, "
                      + TokenText.minute(before.at())
                      + " by "
                      + before.by());
            });
  }
}
