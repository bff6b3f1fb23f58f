package dev.pat4j.examples.quickstart;

import static dev.pat4j.scope.ScopeCatalog.within;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.OwnerDirectory;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.TokenListener;
import dev.pat4j.TokenPolicy;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.TokenId;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;

/**
 * What a host does with the library, step by step. What stands between the marks are the examples
 * of the README's quick start, word for word; a test compares them, and another runs them.
 */
final class AcmeHost {

  private final PersonalAccessTokens tokens;

  AcmeHost(byte[] pepper, OwnerDirectory accounts) {
    // README: begin
    tokens =
        PersonalAccessTokens.builder(new InMemoryTokenStore())
            .format(TokenFormat.withPrefix("acme"))
            .scopes(
                ScopeCatalog.builder()
                    .scope("repo", "Full control of repositories")
                    .scope("repo:read", "Read repositories", within("repo"))
                    .build())
            .hasher(TokenHasher.hmacSha256("k1", pepper)) // 32 random bytes, not in the database
            .policy(TokenPolicy.maximumLifetime(Duration.ofDays(366)))
            .owners(accounts) // whoever is disabled there is refused at the next request
            .listener(TokenListener.slf4j())
            .build();
    // README: end
  }

  String issue(String signedInUser, String name) {
    // README: begin
    IssuedToken issued =
        tokens.issue(
            TokenRequest.forOwner(signedInUser)
                .name(name)
                .scopes("repo:read")
                .expiresAfter(
                    Duration.ofDays(90)) // or expiresAt, or neverExpires: one must be said
                .build());
    String showOnce = issued.secret().reveal();
    // README: end
    return showOnce;
  }

  int verify(String presented, String clientAddress) {
    // README: begin
    Verification outcome = tokens.verify(presented, clientAddress).requiring("repo:read");
    if (outcome instanceof Verified verified) {
      serve(verified.token().owner());
    } else if (outcome instanceof Rejected rejected) {
      audit(rejected.reason(), rejected.tokenId());
    }
    // README: end
    return outcome.fold(token -> 200, why -> 401);
  }

  List<AccessToken> manage(String signedInUser, TokenId lost, TokenId old, TokenId done) {
    // README: begin
    OwnedTokens mine = tokens.ownedBy(signedInUser);
    List<AccessToken> review = mine.list(); // with lastUsedAt() and lastUsedFrom()
    mine.revoke(lost, "laptop lost");
    IssuedToken next = mine.rotate(old, Duration.ofHours(1)); // both work for an hour
    mine.delete(done);
    // README: end
    next.secret().reveal();
    return review;
  }

  List<AccessToken> list(String owner) {
    return tokens.ownedBy(owner).list();
  }

  void protect(ServletContext context) {
    // README: begin
    TokenAuthenticationFilter.builder(tokens)
        .realm("acme")
        .rules(
            AccessRules.builder()
                .open("GET", "/api/public")
                .require("GET", "/api/repos/*", "repo:read")
                .require("/api/repos/*", "repo") // every other method
                .git("/git/*", "repo:read", "repo") // fetch, push
                .build()) // whatever no rule names is denied
        .build()
        .registerIn(context);
    // README: end
  }

  String handle(HttpServletRequest request) {
    // README: begin
    AccessToken caller = TokenAuthenticationFilter.requireToken(request);
    // README: end
    return caller.owner();
  }

  private static void serve(String owner) {
    System.out.println("served " + owner);
  }

  private static void audit(Object... facts) {
    System.out.println("refused " + List.of(facts));
  }
}
