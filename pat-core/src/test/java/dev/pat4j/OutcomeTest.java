package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.pat4j.Lab.Held;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.TokenId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a host does with the outcome of a verification. */
class OutcomeTest {

  @Nested
  @DisplayName("Only then scopes")
  class OnlyThenScopes {

    @Test
    @DisplayName("threat 27: empty scopes meant everything (five projects)")
    void aTokenWithoutScopesDoesNothingThatARuleGuards() {
      Lab lab = new Lab();
      Verification outcome = lab.tokens.verify(lab.issue().text());

      for (var scope : Lab.CATALOG.scopes()) {
        assertEquals(
            RejectionReason.INSUFFICIENT_SCOPE, Lab.refused(outcome.requiring(scope.name())));
      }
      assertInstanceOf(Verified.class, outcome.requiring());
    }

    @Test
    void everyRequiredScopeMustBeCovered() {
      Lab lab = new Lab();
      Verification outcome = lab.tokens.verify(lab.issue("repo").text());

      assertInstanceOf(Verified.class, outcome.requiring("repo", "repo:read"));
      assertEquals(
          RejectionReason.INSUFFICIENT_SCOPE, Lab.refused(outcome.requiring("repo:read", "gist")));
      assertInstanceOf(Verified.class, outcome.requiring(Lab.CATALOG.of("repo:read")));
      assertInstanceOf(Rejected.class, outcome.requiring(Lab.CATALOG.of("gist")));
    }

    @Test
    void aScopeThatIsNotInTheCatalogueIsAMistakeOfTheHost() {
      Lab lab = new Lab();
      Verification outcome = lab.tokens.verify(lab.issue("repo").text());

      assertThrows(IllegalArgumentException.class, () -> outcome.requiring("rep"));
      assertThrows(
          IllegalArgumentException.class, () -> outcome.requiring(ScopeCatalog.empty().none()));
    }

    @Test
    void aRejectionStaysWhatItIs() {
      Lab lab = new Lab();
      Verification outcome = lab.tokens.verify("acme_x");

      assertEquals(outcome, outcome.requiring("repo"));
      assertEquals(outcome, outcome.requiring(Lab.CATALOG.of("repo")));
    }

    @Test
    void theOwnersRightsAndThePolicyCutWhatWasGranted() {
      Lab granted = new Lab();
      Held held = granted.issue("repo", "admin:org");
      OwnerDirectory readers =
          new OwnerDirectory() {
            @Override
            public boolean isActive(String owner) {
              return true;
            }

            @Override
            public Scopes rightsOf(String owner, Scopes scopes) {
              return Lab.CATALOG.of("read:org", "repo", "gist");
            }
          };
      TokenPolicy policy = TokenPolicy.builder().allowedScopes("repo:read", "write:org").build();
      Lab lab = new Lab(granted.rows, builder -> builder.owners(readers).policy(policy));

      Verified verified = lab.verified(held.text());

      assertEquals("read:org repo:read", verified.scopes().toString());
      assertEquals("admin:org repo", verified.token().scopes().toString());
      assertInstanceOf(Rejected.class, verified.requiring("repo"));
    }
  }

  @Test
  void foldGivesWhatTheOneOrTheOtherFunctionMakesOfIt() {
    Lab lab = new Lab();
    Held held = lab.issue("repo");

    assertEquals(
        held.id().toString(), lab.tokens.verify(held.text()).fold(t -> t.id() + "", Enum::name));
    assertEquals("MALFORMED", lab.tokens.verify("").fold(t -> t.id() + "", Enum::name));
  }

  @Test
  void anOutcomeIsPrintedWithItsIdAndWithoutTheSecret() {
    Lab lab = new Lab();
    Held held = lab.issue("repo");
    TokenId id = held.id();

    assertEquals(
        "Verified[AccessToken[id=" + id + ", owner=ada], scopes=repo]",
        lab.tokens.verify(held.text()).toString());
    assertEquals("Rejected[MALFORMED]", lab.tokens.verify("").toString());
    lab.mine().revoke(id, "");
    assertEquals("Rejected[REVOKED, id=" + id + "]", lab.tokens.verify(held.text()).toString());
  }
}
