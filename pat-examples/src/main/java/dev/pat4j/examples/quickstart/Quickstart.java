package dev.pat4j.examples.quickstart;

import static dev.pat4j.scope.ScopeCatalog.within;

import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verification;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import java.time.Duration;

/**
 * A token's life in fifteen lines. What stands between the two marks is the example of the README,
 * word for word; a test compares them.
 */
public final class Quickstart {

  private Quickstart() {}

  /** Issues a token, verifies it, revokes it, and prints what comes of each. */
  public static void main(String[] arguments) {
    // README: begin
    var repo = ScopeCatalog.builder().scope("repo", "Full control of repositories");
    var scopes = repo.scope("repo:read", "Read repositories", within("repo")).build();
    var store = new InMemoryTokenStore();
    var acme = TokenFormat.withPrefix("acme");
    var tokens = PersonalAccessTokens.builder(store).format(acme).scopes(scopes).build();

    var laptop = TokenRequest.forOwner("ada").name("laptop").scopes("repo:read");
    IssuedToken issued = tokens.issue(laptop.expiresAfter(Duration.ofDays(90)).build());
    String secret = issued.secret().reveal(); // acme_..., shown to Ada this one time

    Verification read = tokens.verify(secret).requiring("repo:read");
    System.out.println("read:  " + read.fold(token -> "yes", why -> "no, " + why));
    Verification write = tokens.verify(secret).requiring("repo");
    System.out.println("write: " + write.fold(token -> "yes", why -> "no, " + why));

    tokens.ownedBy("ada").revoke(issued.token().id(), "laptop lost");
    System.out.println("later: " + tokens.verify(secret).fold(token -> "yes", why -> "no, " + why));
    // README: end
  }
}
