package dev.pat4j.examples.cli;

import dev.pat4j.Expiry;
import dev.pat4j.IssuedToken;
import dev.pat4j.TokenRequest;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pat issue}. */
@Command(
    name = "issue",
    abbreviateSynopsis = true,
    description = "Issue a token. Its secret, and nothing else, is on standard output.",
    footer = {"", "The members with --json: token, and those of 'pat show'."})
final class IssueCommand extends DeskAction {

  @Option(names = "--owner", required = true, description = "Whose token it is to be.")
  private String owner = "";

  @Option(names = "--name", description = "What the owner will know it by.")
  private String name = "";

  @Option(
      names = "--scopes",
      split = "[, ]+",
      paramLabel = "SCOPE",
      description = "What it may do, of the host's --catalog or config; nothing if not said.")
  private List<String> scopes = List.of();

  @Option(
      names = "--expires",
      required = true,
      paramLabel = "WHEN",
      converter = Expiries.class,
      description = "30d, 2027-01-01 (its first moment in UTC), or never.")
  private Expiry expiry = Expiry.never();

  @Option(
      names = "--from",
      split = ",",
      paramLabel = "RANGE",
      description = "The only addresses it may be used from: 192.0.2.0/24.")
  private List<String> addresses = List.of();

  @Override
  int run(TokenDesk desk, Settings settings) {
    IssuedToken issued =
        desk.asTheHost(policy(settings, Optional.empty(), Optional.empty()))
            .issue(
                TokenRequest.forOwner(owner)
                    .name(name)
                    .scopes(scopes.stream().filter(scope -> !scope.isEmpty()).toList())
                    .expiry(expiry)
                    .allowedAddresses(addresses.toArray(String[]::new))
                    .build());
    handOver(this, "Issued " + TokenText.called(issued.token()), issued);
    return Stop.DONE;
  }

  @Override
  String unwritten() {
    return unheard();
  }

  static String unheard() {
    return "standard output was closed, so that nobody has the secret: revoke that token";
  }

  /** The one place where a secret leaves. */
  static void handOver(Action action, String what, IssuedToken issued) {
    action.say(what + ", scopes: " + TokenText.scopes(issued.token()) + ";");
    action.say(
        "it "
            + TokenText.expiry(issued.token(), action.now())
            + ". The secret is shown only this once.");
    String secret = issued.secret().reveal();
    action.print(
        (action.json()
                ? TokenJson.of(issued.token(), action.now()).add("token", secret).build().toString()
                : secret)
            + "\n");
  }
}
