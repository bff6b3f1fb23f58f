package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.TokenQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The one door: what it is built from, and the example in its documentation. */
class PersonalAccessTokensTest {

  private final InMemoryTokenStore store = new InMemoryTokenStore();

  @Test
  void theExampleOfItsDocumentationWorks() throws IOException {
    List<String> example =
        Files.readAllLines(Path.of("src/main/java/dev/pat4j/PersonalAccessTokens.java")).stream()
            .dropWhile(line -> !line.contains("<pre>{@code"))
            .skip(1)
            .takeWhile(line -> !line.contains("}</pre>"))
            .map(line -> line.replaceFirst("^ \\* ?", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    List<String> here =
        Files.readAllLines(Path.of("src/test/java/dev/pat4j/PersonalAccessTokensTest.java"))
            .stream()
            .map(String::strip)
            .toList();
    assertEquals(
        String.join("", example).replace(" ", ""),
        String.join("", here.subList(here.indexOf("// begin") + 1, here.indexOf("// end")))
            .replace(" ", ""));

    // begin
    PersonalAccessTokens tokens =
        PersonalAccessTokens.builder(store)
            .format(TokenFormat.withPrefix("acme"))
            .scopes(ScopeCatalog.builder().scope("repo:read", "Read repositories").build())
            .build();
    IssuedToken issued =
        tokens.issue(
            TokenRequest.forOwner("ada")
                .name("laptop")
                .scopes("repo:read")
                .expiresAfter(Duration.ofDays(90))
                .build());
    String once = issued.secret().reveal();
    Verification outcome = tokens.verify(once).requiring("repo:read");
    // end

    assertInstanceOf(Verified.class, outcome);
  }

  @Test
  void aStoreIsEnough() {
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).build();
    String text =
        tokens
            .issue(TokenRequest.forOwner("ada").expiresAfter(Duration.ofDays(1)).build())
            .secret()
            .reveal();

    assertTrue(text.startsWith("pat_"));
    assertInstanceOf(Verified.class, tokens.verify(text));
    assertEquals("pat", tokens.format().prefix());
    assertEquals(List.of(), tokens.scopeCatalog().scopes());
    assertEquals(1_000, tokens.policy().tokensPerOwner());
    assertEquals("sha256", store.find(TokenQuery.all()).get(0).hashKeyId());
    Instant created = store.find(TokenQuery.all()).get(0).createdAt();
    assertTrue(Duration.between(created, Instant.now()).abs().toMinutes() < 5);
    tokens.close();
    tokens.close();
  }

  @Test
  void itSaysWhatItWasBuiltFrom() {
    TokenFormat format = TokenFormat.withPrefix("acme");
    TokenPolicy policy = TokenPolicy.maximumLifetime(Duration.ofDays(1));
    PersonalAccessTokens tokens =
        PersonalAccessTokens.builder(store)
            .format(format)
            .scopes(Lab.CATALOG)
            .policy(policy)
            .build();

    assertSame(format, tokens.format());
    assertSame(Lab.CATALOG, tokens.scopeCatalog());
    assertSame(policy, tokens.policy());
    assertSame(tokens.administration(), tokens.administration());
  }

  @Test
  void instantsAreCutToMilliseconds() {
    Instant fine = Instant.parse("2026-03-01T12:00:00.123999999Z");
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).clock(() -> fine).build();

    AccessToken token =
        tokens
            .issue(TokenRequest.forOwner("ada").expiresAfter(Duration.ofMillis(1)).build())
            .token();

    assertEquals(Instant.parse("2026-03-01T12:00:00.123Z"), token.createdAt());
    assertEquals(Optional.of(Instant.parse("2026-03-01T12:00:00.124Z")), token.expiresAt());
  }

  @Test
  void aPolicyThatAllowsAnUnknownScopeIsRefusedWhenItIsBuilt() {
    PersonalAccessTokens.Builder builder =
        PersonalAccessTokens.builder(store)
            .scopes(Lab.CATALOG)
            .policy(TokenPolicy.builder().allowedScopes("repo", "no-such").build());

    assertEquals(
        "scope 'no-such' is not in the catalogue"
            + "; there are: repo, repo:read, admin:org, write:org, read:org, gist",
        assertThrows(IllegalArgumentException.class, builder::build).getMessage());
  }

  @Test
  void aWarningComesAPositiveTimeBefore() {
    PersonalAccessTokens.Builder builder = PersonalAccessTokens.builder(store);
    for (Duration time : List.of(Duration.ZERO, Duration.ofDays(-1))) {
      assertEquals(
          "an expiry warning comes a positive time before, not " + time,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> builder.expiryWarnings(Duration.ofDays(1), time))
              .getMessage());
    }
  }

  @Test
  void whatIsBuiltIsNotChangedByItsBuilderAfterwards() {
    List<TokenEvent> told = new ArrayList<>();
    Duration[] warnings = {Duration.ofDays(1)};
    PersonalAccessTokens.Builder builder =
        PersonalAccessTokens.builder(store).listener(told::add).expiryWarnings(warnings);
    PersonalAccessTokens tokens = builder.build();
    warnings[0] = Duration.ofDays(-1);
    builder.listener(told::add).format(TokenFormat.withPrefix("later"));

    tokens.issue(TokenRequest.forOwner("ada").expiresAfter(Duration.ofHours(25)).build());
    assertEquals(1, told.size());
    assertEquals("pat", tokens.format().prefix());
    assertEquals(0, tokens.administration().announceExpiring());
  }

  @Test
  void aVerifierMayBeWrapped() {
    PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).build();
    AtomicInteger counted = new AtomicInteger();
    TokenVerifier counting =
        new TokenVerifier() {
          @Override
          public Verification verify(String presented, String clientAddress) {
            counted.incrementAndGet();
            return tokens.verify(presented, clientAddress);
          }

          @Override
          public ScopeCatalog scopeCatalog() {
            return tokens.scopeCatalog();
          }
        };

    assertInstanceOf(Rejected.class, counting.verify("x", null));
    assertEquals(1, counted.get());
  }
}
