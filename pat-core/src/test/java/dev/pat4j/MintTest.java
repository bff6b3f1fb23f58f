package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.Lab.Held;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A token issues tokens: only where the policy says so, and only below itself. */
class MintTest {

  private static final TokenPolicy MINTING =
      TokenPolicy.builder().permitMintingByTokens().permitSelfRotation().build();

  private final Lab lab = new Lab(b -> b.policy(MINTING));
  private final OwnedTokens mine = lab.mine();
  private final Held parent = lab.issue("repo", "read:org");

  private Held mint(Held with, TokenRequest.Builder request) {
    return mint(lab, with, request);
  }

  private static Held mint(Lab lab, Held with, TokenRequest.Builder request) {
    return Lab.held(lab.tokens.mint(lab.verified(with.text()), request.build()));
  }

  private static TokenRequest.Builder request(String... scopes) {
    return TokenRequest.forOwner("ada").scopes(scopes);
  }

  @Nested
  class Refused {

    private void assertRefused(Lab lab, Held with, TokenRequest request) {
      Verified proof = lab.verified(with.text());
      List<StoredToken> before = lab.rows.find(TokenQuery.all());
      assertEquals(
          TokenPolicy.Rule.DELEGATION,
          assertThrows(PolicyViolationException.class, () -> lab.tokens.mint(proof, request))
              .rule());
      assertEquals(before, lab.rows.find(TokenQuery.all()));
    }

    @Test
    void unlessThePolicyPermitsIt() {
      assertRefused(new Lab(lab.rows, b -> b), parent, request().neverExpires().build());
    }

    @Test
    void forAnybodyButTheOwnerOfTheToken() {
      for (String other : List.of("bob", "Ada", "ada ")) {
        assertRefused(lab, parent, TokenRequest.forOwner(other).neverExpires().build());
      }
    }

    @Test
    void forAddressesOfWhichTheTokenMayUseNone() {
      Held bound =
          Lab.held(
              lab.tokens.issue(request().neverExpires().allowedAddresses("192.0.2.0/24").build()));
      Verified proof =
          assertInstanceOf(Verified.class, lab.tokens.verify(bound.text(), "192.0.2.1"));

      PolicyViolationException thrown =
          assertThrows(
              PolicyViolationException.class,
              () ->
                  lab.tokens.mint(
                      proof, request().neverExpires().allowedAddresses("10.0.0.0/8").build()));
      assertEquals(
          "none of the addresses asked for is one the token itself may be used at",
          thrown.getMessage());
    }

    @Test
    void onceTheTokenIsNoLongerValidHoweverOldTheProofIs() {
      Verified proof = lab.verified(parent.text());
      lab.clock.advance(Duration.ofDays(3));
      lab.tokens.mint(proof, request().neverExpires().build());
      mine.revoke(parent.id(), "");
      int before = lab.rows.find(TokenQuery.all()).size();

      assertEquals(
          "token " + parent.id() + " is no longer valid: REVOKED",
          assertThrows(
                  TokenStateException.class,
                  () -> lab.tokens.mint(proof, request().neverExpires().build()))
              .getMessage());
      assertEquals(before, lab.rows.find(TokenQuery.all()).size());
    }

    @Test
    void withAProofFromBeforeARegenerationInTheSameMillisecond() {
      Verified proof = lab.verified(parent.text());
      mine.regenerate(parent.id());

      assertThrows(
          TokenStateException.class,
          () -> lab.tokens.mint(proof, request().neverExpires().build()));
    }

    @Test
    void withAProofOfAnotherStore() {
      Lab other = new Lab(b -> b.random(Lab.chance("another store")));
      Verified foreign = other.verified(other.issue("admin:org").text());

      assertThrows(
          TokenStateException.class,
          () -> lab.tokens.mint(foreign, request().neverExpires().build()));
    }

    @Test
    void beyondThePolicyAndTheNumberOfTokens() {
      Lab strict =
          new Lab(
              lab.rows,
              b ->
                  b.random(Lab.chance("strict"))
                      .policy(
                          TokenPolicy.builder()
                              .permitMintingByTokens()
                              .requireName()
                              .tokensPerOwner(2)
                              .build()));
      Verified proof = strict.verified(parent.text());

      assertEquals(
          TokenPolicy.Rule.NAME,
          assertThrows(
                  PolicyViolationException.class,
                  () -> strict.tokens.mint(proof, request().neverExpires().build()))
              .rule());
      TokenRequest named = request().name("job").neverExpires().build();
      strict.tokens.mint(proof, named);
      assertEquals(
          TokenPolicy.Rule.TOKENS_PER_OWNER,
          assertThrows(PolicyViolationException.class, () -> strict.tokens.mint(proof, named))
              .rule());
    }
  }

  @Nested
  class CutToTheParent {

    @Test
    @DisplayName("threat 4: a token minted a broader one (Elasticsearch CVE-2020-7009)")
    void scopesExpiryAndAddresses() {
      Held child = mint(parent, request("admin:org", "repo:read", "gist").neverExpires());

      assertEquals("read:org repo:read", child.token().scopes().toString());
      assertEquals(parent.token().expiresAt(), child.token().expiresAt());
      assertEquals(Optional.of(parent.id()), child.token().mintedBy());
      assertEquals(child.id(), child.token().family());
      lab.verified(child.text());
    }

    @Test
    void whatIsLessStaysLess() {
      Held child = mint(parent, request().expiresAfter(Duration.ofMinutes(5)));

      assertEquals("", child.token().scopes().toString());
      assertEquals(Optional.of(Lab.START.plus(Duration.ofMinutes(5))), child.token().expiresAt());
    }

    @Test
    void addressesAreWhatBothMayUse() {
      Held bound =
          Lab.held(
              lab.tokens.issue(
                  request()
                      .neverExpires()
                      .allowedAddresses("10.1.0.0/16", "2001:db8::/32")
                      .build()));
      Verified proof =
          assertInstanceOf(Verified.class, lab.tokens.verify(bound.text(), "10.1.2.3"));
      TokenRequest.Builder wide =
          request().neverExpires().allowedAddresses("10.0.0.0/8", "2001:db8:1::/48", "::1");

      assertEquals(
          "[10.1.0.0/16, 2001:db8:1::/48]",
          lab.tokens.mint(proof, wide.build()).token().allowedAddresses().toString());
      assertEquals(
          "[10.1.0.0/16, 2001:db8::/32]",
          lab.tokens
              .mint(proof, request().neverExpires().build())
              .token()
              .allowedAddresses()
              .toString());
    }

    @Test
    void scopesThatTheOwnerOrTheProofLacksAreNotPassedOn() {
      Verified early = lab.verified(parent.text());
      mine.changeScopes(parent.id(), "gist", "admin:org");

      assertEquals(
          "read:org",
          lab.tokens
              .mint(early, request("gist", "admin:org", "repo").neverExpires().build())
              .token()
              .scopes()
              .toString());
      OwnerDirectory demoted =
          new OwnerDirectory() {
            @Override
            public boolean isActive(String owner) {
              return true;
            }

            @Override
            public Scopes rightsOf(String owner, Scopes granted) {
              return Lab.CATALOG.of("gist");
            }
          };
      Lab later =
          new Lab(lab.rows, b -> b.policy(MINTING).owners(demoted).random(Lab.chance("later")));
      assertEquals(
          "gist",
          mint(later, parent, request("gist", "admin:org").neverExpires())
              .token()
              .scopes()
              .toString());
    }

    @Test
    void attributesAreThoseOfTheRequest() {
      Held child = mint(parent, request().attribute("job", "7").neverExpires());

      assertEquals(Map.of("job", "7"), child.token().attributes());
    }
  }
}
