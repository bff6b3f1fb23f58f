package dev.pat4j.testkit;

import static dev.pat4j.testkit.TestCaller.actingAs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.PolicyViolationException;
import dev.pat4j.Rejected;
import dev.pat4j.RejectionReason;
import dev.pat4j.TokenPolicy;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.TokenQuery;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestTokensTest {

  private final TestTokens tokens = TestTokens.withScopes("repo", "user");

  @Test
  void aCallerIsVerifiedAsItsOwnerWithItsScopes() {
    TestCaller ada = tokens.actingAs("ada", "repo");
    Verified verified = assertInstanceOf(Verified.class, tokens.library().verify(ada.plainText()));
    assertEquals("ada", verified.token().owner());
    assertEquals("repo", verified.scopes().toString());
    assertInstanceOf(Rejected.class, verified.requiring("user"));
  }

  @Test
  void aCallerAuthorizesWhateverTakesAHeader() {
    TestCaller ada = tokens.actingAs("ada");
    Map<String, String> headers = new HashMap<>();
    ada.authorize(headers::put);
    assertEquals(Map.of("Authorization", "Bearer " + ada.plainText()), headers);
    assertEquals(ada.authorization(), headers.get("Authorization"));
  }

  @Test
  void aCallerAuthorizesAsGitDoes() {
    TestCaller ada = tokens.actingAs("ada");
    String encoded = ada.basicAuthorization().substring("Basic ".length());
    String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    assertEquals("ada:" + ada.plainText(), pair);
  }

  @Test
  void aCallersTokenIsListedUsedRevokedAndDeletedForReal() {
    TestCaller ada = tokens.actingAs("ada", "repo");
    assertEquals(
        List.of(ada.token().id()),
        tokens.library().ownedBy("ada").list().stream().map(token -> token.id()).toList());
    assertEquals(1, tokens.store().find(TokenQuery.all()).size());
    assertEquals(Optional.empty(), ada.token().lastUsedAt());
    tokens.library().verify(ada.plainText());
    assertEquals(Optional.of(tokens.clock().instant()), ada.token().lastUsedAt());
    ada.revoke();
    assertTrue(ada.token().revocation().isPresent());
    assertEquals(RejectionReason.REVOKED, rejection(tokens, ada));
    tokens.library().ownedBy("ada").delete(ada.token().id());
    assertEquals(RejectionReason.UNKNOWN, rejection(tokens, ada));
    assertThrows(NoSuchElementException.class, ada::token);
  }

  @Test
  void aCallerHoldsNoMoreThanTheApplicationAllows() {
    assertThrows(IllegalArgumentException.class, () -> tokens.actingAs("ada", "unknown"));
    TestTokens strict =
        TestTokens.configured(
            builder -> builder.policy(TokenPolicy.builder().tokensPerOwner(0).build()));
    assertThrows(PolicyViolationException.class, () -> strict.actingAs("ada"));
  }

  @Test
  void aCallerMeetsAPolicyThatWantsNamesAndShortLives() {
    Duration day = Duration.ofDays(1);
    TestTokens strict =
        TestTokens.configured(
            builder ->
                builder.policy(TokenPolicy.builder().requireName().maximumLifetime(day).build()));
    TestCaller ada = strict.actingAs("ada");
    assertInstanceOf(Verified.class, strict.library().verify(ada.plainText()));
    strict.clock().advance(day.minusMillis(1));
    assertInstanceOf(Verified.class, strict.library().verify(ada.plainText()));
    strict.clock().advance(Duration.ofMillis(1));
    assertEquals(RejectionReason.EXPIRED, rejection(strict, ada));
  }

  @Test
  void aCallerCanActInALibraryThatTheApplicationBuilt() {
    PersonalAccessTokens library =
        PersonalAccessTokens.builder(new InMemoryTokenStore())
            .format(TokenFormat.withPrefix("acme"))
            .scopes(ScopeCatalog.builder().scope("repo", "Repositories").build())
            .build();
    TestCaller ada = actingAs(library, "ada", "repo");
    assertTrue(ada.plainText().startsWith("acme_"));
    assertInstanceOf(Verified.class, library.verify(ada.plainText()).requiring("repo"));
  }

  @Test
  void aCallerCanPresentATokenThatWasIssuedInAnyWay() {
    IssuedToken issued =
        tokens
            .library()
            .issue(
                TokenRequest.forOwner("ada").allowedAddresses("192.0.2.1").neverExpires().build());
    TestCaller ada = TestCaller.presenting(tokens.library(), issued);
    assertInstanceOf(Verified.class, tokens.library().verify(ada.plainText(), "192.0.2.1"));
    assertThrows(IllegalStateException.class, () -> issued.secret().reveal());
  }

  @Test
  void aCallerDoesNotPrintItsToken() {
    TestCaller ada = tokens.actingAs("ada");
    assertFalse(ada.toString().contains(ada.plainText().substring(5, 14)));
    assertTrue(ada.toString().contains("ada"));
  }

  @Test
  void tokensAndIdsAreTheSameInEveryRun() {
    TestCaller one = TestTokens.withScopes("repo").actingAs("ada", "repo");
    TestCaller other = TestTokens.withScopes("repo").actingAs("ada", "repo");
    assertEquals(one.plainText(), other.plainText());
    assertEquals(one.token().id(), other.token().id());
    assertTrue(one.plainText().startsWith("test_"), "to be recognised where it does not belong");
  }

  @Test
  void clockAndChanceAreOursWhateverTheConfigurationSays() {
    TestTokens mine =
        TestTokens.configured(builder -> builder.clock(Instant::now).random(new SecureRandom()));
    TestCaller ada = mine.actingAs("ada");
    assertEquals(mine.clock().instant(), ada.token().createdAt());
    assertEquals(TestTokens.withScopes().actingAs("ada").plainText(), ada.plainText());
  }

  @Test
  void aClockStandsStillUntilItIsMoved() {
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    TestClock clock = TestClock.at(noon);
    assertEquals(noon, clock.instant());
    clock.advance(Duration.ofSeconds(5));
    assertEquals(noon.plusSeconds(5), clock.instant());
    clock.advance(Duration.ofSeconds(-6));
    assertEquals(noon.minusSeconds(1), clock.instant());
    clock.set(noon);
    assertEquals("TestClock[2026-03-01T12:00:00Z]", clock.toString());
    assertThrows(NullPointerException.class, () -> clock.set(null));
    assertThrows(NullPointerException.class, () -> TestClock.at(null));
  }

  @Test
  void theSameSeedGivesTheSameBytesForEver() {
    byte[] bytes = new byte[8];
    new InsecureTestRandom(1).nextBytes(bytes);
    assertEquals("73d51abbd89cb819", HexFormat.of().formatHex(bytes));
    InsecureTestRandom reseeded = new InsecureTestRandom(1);
    reseeded.setSeed(99);
    byte[] same = new byte[8];
    reseeded.nextBytes(same);
    assertTrue(Arrays.equals(bytes, same), "seeding more changes nothing");
    assertEquals("insecure, for tests", reseeded.getAlgorithm());
    assertFalse(Arrays.equals(new InsecureTestRandom(1).generateSeed(8), new byte[8]));
  }

  private static RejectionReason rejection(TestTokens tokens, TestCaller caller) {
    return assertInstanceOf(Rejected.class, tokens.library().verify(caller.plainText())).reason();
  }
}
