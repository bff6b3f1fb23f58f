package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.TokenStoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What else a host hands in may break, too: its directory, hasher, listeners, executor. */
class HostileCollaboratorsTest {

  /** Throws what need not be declared, as Kotlin, Groovy and Scala do. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Exception, T> T sneak(Exception failure) throws E {
    throw (E) failure;
  }

  @Nested
  class Owners {

    private final Lab honest = new Lab();
    private final Held held = honest.issue("repo:read");

    private Lab with(OwnerDirectory owners) {
      return new Lab(honest.rows, builder -> builder.owners(owners));
    }

    @Test
    void oneThatThrowsIsABreakdownAndNoRefusal() {
      IllegalStateException failure = new IllegalStateException("directory down");
      OwnerDirectory liveness =
          owner -> {
            throw failure;
          };
      OwnerDirectory rights =
          new OwnerDirectory() {
            @Override
            public boolean isActive(String owner) {
              return true;
            }

            @Override
            public Scopes rightsOf(String owner, Scopes granted) {
              throw failure;
            }
          };
      for (OwnerDirectory broken : List.of(liveness, rights)) {
        Lab lab = with(broken);
        TokenStoreException thrown =
            assertThrows(TokenStoreException.class, () -> lab.tokens.verify(held.text()));
        assertSame(failure, thrown.getCause());
        assertEquals(List.of(), lab.told());
      }
    }

    @Test
    void anExceptionThatNobodyDeclaredIsOneToo() {
      Lab lab =
          with(
              owner ->
                  HostileCollaboratorsTest.<RuntimeException, Boolean>sneak(
                      new IOException("down")));

      assertThrows(TokenStoreException.class, () -> lab.tokens.verify(held.text()));
    }

    @Test
    void noRightsAtAllIsABreakdown() {
      Lab lab = with(rights(granted -> null));

      assertThrows(TokenStoreException.class, () -> lab.tokens.verify(held.text()));
    }

    @Test
    void rightsOfAnotherCatalogueAreABreakdown() {
      Lab lab = with(rights(granted -> ScopeCatalog.empty().none()));

      assertThrows(TokenStoreException.class, () -> lab.tokens.verify(held.text()));
    }

    @Test
    void moreRightsThanWereGrantedAreCutOff() {
      Lab lab = with(rights(granted -> Lab.CATALOG.of("admin:org", "repo", "gist")));

      assertEquals("repo:read", lab.verified(held.text()).scopes().toString());
    }

    private static OwnerDirectory rights(UnaryOperator<Scopes> answer) {
      return new OwnerDirectory() {
        @Override
        public boolean isActive(String owner) {
          return true;
        }

        @Override
        public Scopes rightsOf(String owner, Scopes granted) {
          return answer.apply(granted);
        }
      };
    }
  }

  @Nested
  class Hashers {

    private final String text = new Lab().neverIssued();

    private Lab with(Function<String, TokenDigest> digest) {
      return new Lab(
          builder ->
              builder.hasher(
                  new TokenHasher() {
                    @Override
                    public String keyId() {
                      return "hsm";
                    }

                    @Override
                    public TokenDigest digest(String token) {
                      return digest.apply(token);
                    }
                  }));
    }

    @Test
    void noDigestIsABreakdownAndTheStoreIsNotAsked() {
      Lab lab = with(token -> null);

      TokenStoreException thrown =
          assertThrows(TokenStoreException.class, () -> lab.tokens.verify(text));
      assertEquals("the token hasher 'hsm' failed: it returned null", thrown.getMessage());
      assertThrows(TokenStoreException.class, () -> lab.issue());
      assertFalse(lab.store.calls().contains("findByDigest"));
      assertFalse(lab.store.calls().contains("insert"));
    }

    @Test
    @DisplayName("threat 17: a hasher that fails with the token in its message does not leak it")
    void itsMessageIsNotPassedOn() {
      Lab lab =
          with(
              token -> {
                throw new IllegalArgumentException("cannot hash " + token);
              });

      TokenStoreException thrown =
          assertThrows(TokenStoreException.class, () -> lab.tokens.verify(text));

      assertEquals(
          "the token hasher 'hsm' failed: java.lang.IllegalArgumentException", thrown.getMessage());
      assertNull(thrown.getCause());
      assertTrue(
          Arrays.stream(thrown.getStackTrace())
              .anyMatch(frame -> frame.getClassName().contains("HostileCollaboratorsTest")),
          "where it failed is known all the same");
    }

    @Test
    void anOlderHasherThatFailsIsABreakdownAndNotUnknown() {
      TokenHasher older = mock(TokenHasher.class);
      when(older.keyId()).thenReturn("older");
      when(older.older()).thenReturn(List.of());
      when(older.digest(any())).thenThrow(new IllegalStateException());
      Lab lab = new Lab(builder -> builder.hasher(TokenHasher.sha256().replacing(older)));

      assertThrows(TokenStoreException.class, () -> lab.tokens.verify(text));
    }

    @Test
    void oneWithoutANameOrAListIsRefusedWhenTheLibraryIsBuilt() {
      TokenHasher nameless = mock(TokenHasher.class);
      when(nameless.older()).thenReturn(List.of());
      TokenHasher listless = mock(TokenHasher.class);
      when(listless.keyId()).thenReturn("k");
      when(listless.older()).thenReturn(null);

      assertThrows(NullPointerException.class, () -> new Lab(b -> b.hasher(nameless)));
      assertThrows(NullPointerException.class, () -> new Lab(b -> b.hasher(listless)));
    }
  }

  @Nested
  class ForeignFormats {

    private final Lab honest = new Lab();
    private final String text = OldSystem.text(1);

    private Lab with(Predicate<String> shape, Function<String, Optional<String>> find) {
      return new Lab(
          honest.rows,
          builder ->
              builder.foreignFormat(
                  new ForeignFormat() {
                    @Override
                    public boolean hasShape(String presented) {
                      return shape.test(presented);
                    }

                    @Override
                    public Optional<String> find(String presented) {
                      return find.apply(presented);
                    }

                    @Override
                    public String toString() {
                      return "with " + text;
                    }
                  }));
    }

    @Test
    @DisplayName("threat 17: one that fails with the token in its message does not leak it")
    void oneThatThrowsIsABreakdownAndNoRefusal() {
      Lab down =
          with(
              presented -> true,
              presented -> {
                throw new IllegalStateException(
                    "no answer for " + presented, new IllegalArgumentException(presented));
              });
      Lab shapeless =
          with(
              presented -> {
                throw new IllegalArgumentException(presented);
              },
              presented -> Optional.empty());

      TokenStoreException thrown =
          assertThrows(TokenStoreException.class, () -> down.tokens.verify(text));
      assertTrue(
          thrown
              .getMessage()
              .endsWith(
                  " failed at find: java.lang.IllegalStateException,"
                      + " caused by java.lang.IllegalArgumentException"),
          thrown.getMessage());
      assertFalse(thrown.getMessage().contains(text));
      assertNull(thrown.getCause());
      assertTrue(
          Arrays.stream(thrown.getStackTrace())
              .anyMatch(frame -> frame.getClassName().contains("HostileCollaboratorsTest")),
          "where it failed is known all the same");
      assertThrows(TokenStoreException.class, () -> shapeless.tokens.verify(text));
      assertEquals(List.of(), down.told());
      down.verified(honest.issue().text());
    }

    @Test
    void anExceptionThatNobodyDeclaredIsOneToo() {
      Lab lab =
          with(
              presented -> true,
              presented ->
                  HostileCollaboratorsTest.<RuntimeException, Optional<String>>sneak(
                      new IOException("down")));

      assertThrows(TokenStoreException.class, () -> lab.tokens.verify(text));
    }

    @Test
    void causesThatLeadRoundInACircleEnd() {
      IllegalStateException circle = new IllegalStateException();
      circle.initCause(new IllegalArgumentException(circle));
      Lab lab =
          with(
              presented -> true,
              presented -> {
                throw circle;
              });

      assertThrows(TokenStoreException.class, () -> lab.tokens.verify(text));
    }

    @Test
    void noAnswerIsABreakdown() {
      Lab lab = with(presented -> true, presented -> null);

      assertTrue(
          assertThrows(TokenStoreException.class, () -> lab.tokens.verify(text))
              .getMessage()
              .endsWith(" failed at find: it returned null"));
    }

    @Test
    @DisplayName("threat 19: one that names what was not imported under that name opens nothing")
    void itReachesNoRowButThoseImportedByReference() {
      Held held = honest.issue();
      TokenAdministration all = honest.tokens.administration();
      AccessToken hashed = all.importToken(OldSystem.hashed(2).build());
      AccessToken regenerated =
          all.importToken(OldSystem.unrecognised().reference("regenerated").build());
      honest.mine().regenerate(regenerated.id());
      String digest = HexFormat.of().formatHex(honest.row(held.id()).digest().toBytes());

      for (String named :
          List.of(
              held.id().toString(),
              held.text(),
              digest,
              "sha256",
              hashed.id().toString(),
              OldSystem.sha256(OldSystem.text(2)),
              "sha256:" + OldSystem.sha256(OldSystem.text(2)),
              "regenerated",
              "",
              "\0")) {
        Lab lab = with(presented -> true, presented -> Optional.of(named));
        assertEquals(RejectionReason.UNKNOWN, lab.refused(text), named);
      }
    }
  }

  @Nested
  class Listeners {

    @Test
    void oneThatThrowsIsLoggedAndTheOthersAreToldAndTheCallerIsServed() {
      Lab lab =
          new Lab(
              builder ->
                  builder
                      .listener(
                          event -> {
                            throw new IllegalStateException("mail server down");
                          })
                      .listener(
                          event ->
                              HostileCollaboratorsTest.<RuntimeException, Void>sneak(
                                  new IOException("disk full"))));
      List<TokenEvent> after = new ArrayList<>();
      Lab last =
          new Lab(
              lab.rows,
              builder ->
                  builder
                      .listener(
                          event -> {
                            throw new IllegalStateException();
                          })
                      .listener(after::add));
      try (CapturedLog log = new CapturedLog()) {
        Held held = lab.issue();
        lab.verified(held.text());
        last.refused("");

        assertEquals(List.of("Issued", "FirstUsed"), lab.told());
        assertEquals(1, after.size());
        assertEquals(
            List.of(
                "ERROR a token listener failed on Issued",
                "ERROR a token listener failed on Issued",
                "ERROR a token listener failed on FirstUsed",
                "ERROR a token listener failed on FirstUsed",
                "ERROR a token listener failed on Refused"),
            log.lines(Level.WARN));
      }
    }

    @Test
    void oneMayCallBackIntoTheLibrary() {
      AtomicReference<Lab> self = new AtomicReference<>();
      Lab lab =
          new Lab(
              builder ->
                  builder.listener(
                      event -> {
                        if (event instanceof TokenEvent.UsedFromNewAddress used) {
                          Lab inside = self.get();
                          inside.mine().revoke(used.token().id(), "who is that?");
                          inside.tokens.flush();
                          inside.mine().list();
                        }
                      }));
      self.set(lab);
      Held held = lab.issue();
      lab.tokens.verify(held.text(), "192.0.2.1");

      assertInstanceOf(Verified.class, lab.tokens.verify(held.text(), "192.0.2.2"));

      assertEquals(RejectionReason.REVOKED, lab.refused(held.text()));
      assertEquals(
          List.of("Issued", "FirstUsed", "UsedFromNewAddress", "Revoked", "Refused"), lab.told());
    }
  }
}
