package dev.pat4j;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.lang.reflect.Method;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Issuing: what comes out, and what the policy is against. */
class IssueTest {

  private final Lab lab = new Lab();

  @Test
  void aTokenIsWhatWasAskedForAndItsSecretOpensIt() {
    IssuedToken issued =
        lab.tokens.issue(
            TokenRequest.forOwner("ada")
                .name("laptop")
                .scopes("repo:read", "repo", "gist")
                .expiresAfter(Duration.ofDays(90))
                .allowedAddresses("192.0.2.9/24", "2001:DB8::/32")
                .attribute("ticket", "PAT-7")
                .build());
    AccessToken token = issued.token();
    String text = issued.secret().reveal();

    assertEquals("ada", token.owner());
    assertEquals("laptop", token.name());
    assertEquals("gist repo", token.scopes().toString());
    assertEquals(Lab.START, token.createdAt());
    assertEquals(Lab.START, token.issuedAt());
    assertEquals(Lab.START, token.updatedAt());
    assertEquals(Optional.of(Lab.START.plus(Duration.ofDays(90))), token.expiresAt());
    assertEquals("[192.0.2.0/24, 2001:db8::/32]", token.allowedAddresses().toString());
    assertEquals(Map.of("ticket", "PAT-7"), token.attributes());
    assertEquals(text.substring(text.length() - 8), token.lastEight());
    assertEquals(Optional.empty(), token.lastUsedAt());
    assertEquals(Optional.empty(), token.lastUsedFrom());
    assertEquals(Optional.empty(), token.revocation());
    assertEquals(Optional.empty(), token.rotatedAt());
    assertEquals(Optional.empty(), token.rotatedFrom());
    assertEquals(Optional.empty(), token.mintedBy());
    assertEquals(token.id(), token.family());
    assertFalse(token.isExpiredAt(Lab.START));
    assertEquals(token, lab.mine().find(token.id()).orElseThrow());
    assertEquals(token.hashCode(), lab.mine().find(token.id()).orElseThrow().hashCode());
    assertEquals(
        token, assertInstanceOf(Verified.class, lab.tokens.verify(text, "192.0.2.1")).token());
  }

  @Test
  void theLeastThatCanBeAskedForIsEnough() {
    AccessToken token =
        lab.tokens.issue(TokenRequest.forOwner("ada").neverExpires().build()).token();

    assertEquals("", token.name());
    assertTrue(token.scopes().isEmpty());
    assertEquals(Optional.empty(), token.expiresAt());
    assertFalse(token.isExpiredAt(Instant.MAX));
    assertEquals(List.of(), token.allowedAddresses());
    assertEquals(Map.of(), token.attributes());
  }

  @Test
  void everyTokenIsAnother() {
    Set<String> texts = new HashSet<>();
    Set<TokenId> ids = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      Held held = lab.issue();
      assertTrue(texts.add(held.text()));
      assertTrue(ids.add(held.id()));
    }
  }

  @Test
  void anIdIsBelowTwoToThe31WhileAFreeOneIsFoundAtOnceAndWiderAfterACollision() {
    assertTrue(lab.issue().id().value() < 1L << 31);
    AtomicInteger collisions = new AtomicInteger();
    Lab crowded =
        new Lab(
            lab.rows,
            store ->
                new DelegatingStore(store) {
                  @Override
                  public boolean insert(StoredToken token) {
                    return collisions.getAndIncrement() % 2 == 1 && super.insert(token);
                  }
                },
            builder -> builder.random(Lab.chance("crowded")));
    long widest = 0;
    for (int i = 0; i < 20; i++) {
      widest = Math.max(widest, crowded.issue().id().value());
    }
    assertTrue(widest > 1L << 40, "the widest was " + widest);
    assertTrue(widest <= TokenId.MAXIMUM);
  }

  @Test
  void idsFillTheirWholeRangeAndNothingElse() {
    SecureRandom ones = fixed((byte) 0xFF);
    SecureRandom zeros = fixed((byte) 0);

    assertEquals(new TokenId(1), ids(zeros, 0));
    assertEquals(new TokenId(1), ids(zeros, 1));
    assertTrue(ids(ones, 0).value() < 1L << 31);
    assertTrue(ids(ones, 1).value() <= TokenId.MAXIMUM);
  }

  private TokenId ids(SecureRandom random, int attempt) {
    return new Issuer(
            new Parts(
                lab.rows,
                lab.tokens.format(),
                Lab.CATALOG,
                TokenHasher.sha256(),
                TokenPolicy.standard(),
                Lab.CATALOG.none(),
                owner -> true,
                lab.clock,
                random,
                new Events(List.of())))
        .id(attempt);
  }

  @SuppressWarnings("serial")
  private static SecureRandom fixed(byte value) {
    return new SecureRandom() {
      @Override
      public void nextBytes(byte[] bytes) {
        Arrays.fill(bytes, value);
      }
    };
  }

  @Test
  @DisplayName("threat 24: weak randomness, plaintext in the database (crates.io 2020)")
  void allChanceIsFromTheSecureRandomAndNoRowHoldsWhatCouldBePresented() {
    String first = new Lab().issue().text();
    assertEquals(first, new Lab().issue().text(), "the same chance gives the same token");
    assertNotEquals(
        first, new Lab(b -> b.random(Lab.chance("other"))).issue().text(), "another another");

    Held held = lab.issue("repo");
    StoredToken row = lab.row(held.id());
    String body = held.text().substring(5, 35);
    for (Object field : fields(row)) {
      assertFalse(field.toString().contains(held.text()), field::toString);
      assertFalse(field.toString().contains(body), field::toString);
      assertInstanceOf(Rejected.class, lab.tokens.verify(field.toString()));
    }
    assertInstanceOf(
        Rejected.class, lab.tokens.verify(new String(row.digest().toBytes(), ISO_8859_1)));
  }

  private static List<Object> fields(StoredToken row) {
    List<Object> values = new ArrayList<>();
    for (Method method : StoredToken.class.getMethods()) {
      if (method.getParameterCount() == 0
          && method.getDeclaringClass() == StoredToken.class
          && method.getReturnType() != void.class) {
        try {
          values.add(method.invoke(row));
        } catch (ReflectiveOperationException e) {
          throw new LinkageError(e.getMessage(), e);
        }
      }
    }
    return values;
  }

  @Test
  void aScopeThatIsNotInTheCatalogueIsNamed() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> lab.issue("repo", "no-such"));

    assertEquals(
        "scope 'no-such' is not in the catalogue"
            + "; there are: repo, repo:read, admin:org, write:org, read:org, gist",
        thrown.getMessage());
    assertEquals(List.of(), lab.rows.find(TokenQuery.all()));
  }

  @Nested
  class Policy {

    private void assertAgainst(TokenPolicy.Rule rule, TokenPolicy policy, TokenRequest request) {
      Lab strict = new Lab(builder -> builder.policy(policy));
      PolicyViolationException thrown =
          assertThrows(PolicyViolationException.class, () -> strict.tokens.issue(request));
      assertEquals(rule, thrown.rule());
      assertEquals(List.of(), strict.rows.find(TokenQuery.all()));
      assertEquals(List.of(), strict.told());
    }

    @Test
    void aLifetimeBeyondTheMaximumIsRefusedAndTheMaximumIsNot() {
      TokenPolicy policy = TokenPolicy.maximumLifetime(Duration.ofDays(30));
      TokenRequest.Builder request = TokenRequest.forOwner("ada");

      new Lab(builder -> builder.policy(policy))
          .tokens.issue(TokenRequest.forOwner("ada").expiresAfter(Duration.ofDays(30)).build());
      assertAgainst(
          TokenPolicy.Rule.LIFETIME,
          policy,
          request.expiresAfter(Duration.ofDays(30).plusMillis(1)).build());
      assertAgainst(
          TokenPolicy.Rule.LIFETIME, policy, TokenRequest.forOwner("ada").neverExpires().build());
      assertAgainst(
          TokenPolicy.Rule.LIFETIME,
          policy,
          TokenRequest.forOwner("ada")
              .expiresAt(Instant.parse("9999-12-31T23:59:59.999Z"))
              .build());
    }

    @Test
    void itsMessageNamesTheRuleAndTheLimit() {
      Lab strict = new Lab(b -> b.policy(TokenPolicy.maximumLifetime(Duration.ofDays(30))));

      assertEquals(
          "a token may live at most 30 days, this one was to live until 2026-05-30T12:00:00.123Z",
          assertThrows(PolicyViolationException.class, strict::issue).getMessage());
      assertEquals(
          "a token may live at most 30 days, this one was to live forever",
          assertThrows(
                  PolicyViolationException.class,
                  () -> strict.tokens.issue(TokenRequest.forOwner("ada").neverExpires().build()))
              .getMessage());
    }

    @Test
    void anEmptyOrBlankNameIsRefusedWhereOneIsRequired() {
      TokenPolicy policy = TokenPolicy.builder().requireName().build();
      for (String name : List.of("", " ", "\u2003")) {
        assertAgainst(
            TokenPolicy.Rule.NAME,
            policy,
            TokenRequest.forOwner("ada").name(name).neverExpires().build());
      }
    }

    @Test
    void scopesBeyondTheAllowedOnesAreRefusedAndImpliedOnesAreNot() {
      TokenPolicy policy = TokenPolicy.builder().allowedScopes("write:org").build();

      assertAgainst(TokenPolicy.Rule.SCOPES, policy, Lab.request("admin:org").build());
      assertAgainst(TokenPolicy.Rule.SCOPES, policy, Lab.request("read:org", "gist").build());
      new Lab(builder -> builder.policy(policy)).issue("read:org");
      new Lab(builder -> builder.policy(policy)).issue();
    }

    @Test
    void oneTokenMoreThanAllowedIsRefusedUntilOneIsGone() {
      Lab few = new Lab(b -> b.policy(TokenPolicy.builder().tokensPerOwner(2).build()));
      Held first = few.issue();
      few.issue();

      PolicyViolationException thrown = assertThrows(PolicyViolationException.class, few::issue);
      assertEquals(TokenPolicy.Rule.TOKENS_PER_OWNER, thrown.rule());
      assertEquals(
          "an owner may have at most 2 live tokens; delete one first", thrown.getMessage());
      few.tokens.issue(TokenRequest.forOwner("bob").neverExpires().build());
      few.mine().revoke(first.id(), "");
      few.issue();
      few.clock.advance(Duration.ofDays(90));
      few.issue();
    }

    @Test
    void noneAtAllMayBeAllowed() {
      assertAgainst(
          TokenPolicy.Rule.TOKENS_PER_OWNER,
          TokenPolicy.builder().tokensPerOwner(0).build(),
          Lab.request().build());
    }

    @Test
    void aTokenThatTurnsOutToBeTooMuchIsWithdrawn() {
      AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
      TokenPolicy one = TokenPolicy.builder().tokensPerOwner(1).build();
      Lab few =
          new Lab(
              lab.rows,
              store ->
                  new DelegatingStore(store) {
                    @Override
                    public boolean insert(StoredToken token) {
                      meanwhile.getAndSet(() -> {}).run();
                      return super.insert(token);
                    }
                  },
              builder -> builder.policy(one));
      Lab other = new Lab(lab.rows, b -> b.policy(one).random(Lab.chance("other")));
      List<Held> winner = new ArrayList<>();
      meanwhile.set(() -> winner.add(other.issue()));

      assertThrows(PolicyViolationException.class, few::issue);

      other.verified(winner.get(0).text());
      assertEquals(1, lab.rows.find(TokenQuery.all()).size());
      assertEquals(List.of(), few.told());
    }
  }

  @Test
  @DisplayName("threat 27: empty scopes meant everything: none is granted unless asked for")
  void noScopeIsImplicit() {
    assertEquals(Set.of(), lab.issue().token().scopes().names());
    assertEquals("", lab.row(lab.issue().id()).scopes());
  }

  @Test
  void aSecretIsRevealedOnce() {
    Secret secret = lab.tokens.issue(Lab.request().build()).secret();
    secret.reveal();

    IllegalStateException again = assertThrows(IllegalStateException.class, secret::reveal);
    assertEquals(
        "this secret was revealed before and is not kept; regenerate the token to get a new one",
        again.getMessage());
    assertEquals("Secret[hidden]", secret.toString());
  }

  @Test
  void ofSeveralThreadsOneGetsTheSecret() throws Exception {
    for (int round = 0; round < 50; round++) {
      Secret secret = lab.tokens.issue(Lab.request().build()).secret();
      List<Boolean> got =
          Threads.together(
              4,
              i -> {
                try {
                  return !secret.reveal().isEmpty();
                } catch (IllegalStateException e) {
                  return false;
                }
              });
      assertEquals(1, Collections.frequency(got, true));
      lab.mine().deleteAll();
    }
  }

  @Test
  void aTokenAndWhatWasIssuedArePrintedByIdAndOwner() {
    IssuedToken issued = lab.tokens.issue(Lab.request("repo").build());
    TokenId id = issued.token().id();

    assertEquals("AccessToken[id=" + id + ", owner=ada]", issued.token().toString());
    assertEquals("IssuedToken[AccessToken[id=" + id + ", owner=ada]]", issued.toString());
  }
}
