package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.store.InMemoryTokenStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener that fails with an error, as one does whose classes are missing at run time. */
class ListenerFailureTest {

  private final AtomicBoolean broken = new AtomicBoolean();
  private final PersonalAccessTokens tokens =
      PersonalAccessTokens.builder(new InMemoryTokenStore())
          .policy(TokenPolicy.builder().permitMintingByTokens().build())
          .listener(
              event -> {
                if (broken.get()) {
                  throw new NoClassDefFoundError("of an audit trail");
                }
              })
          .build();

  private IssuedToken minted(IssuedToken parent) {
    Verified proof =
        assertInstanceOf(Verified.class, tokens.verify(parent.secret().reveal()), "the parent");
    return tokens.mint(proof, request());
  }

  private static TokenRequest request() {
    return TokenRequest.forOwner("ada").expiresAfter(Duration.ofDays(1)).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"revoke", "revoke all", "delete", "regenerate"})
  @DisplayName("threat 9: what was minted dies with its parent, whatever a listener throws")
  void aRevocationReachesEveryToken(String end) {
    IssuedToken parent = tokens.issue(request());
    String child = minted(parent).secret().reveal();
    OwnedTokens ada = tokens.ownedBy("ada");
    Consumer<OwnedTokens> act =
        switch (end) {
          case "revoke" -> owned -> assertTrue(owned.revoke(parent.token().id(), "lost"));
          case "revoke all" -> owned -> owned.revokeAll("lost");
          case "delete" -> owned -> assertTrue(owned.delete(parent.token().id()));
          default -> owned -> owned.regenerate(parent.token().id());
        };
    broken.set(true);
    act.accept(ada);
    assertInstanceOf(Rejected.class, tokens.verify(child));
  }
}
