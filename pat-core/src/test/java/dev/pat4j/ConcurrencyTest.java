package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What must hold however many threads and instances are at it. */
class ConcurrencyTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static final TokenPolicy DELEGATING =
      TokenPolicy.builder().permitMintingByTokens().permitSelfRotation().build();

  private final InMemoryTokenStore rows = new InMemoryTokenStore();

  /** Several instances on one store, each with chance of its own. */
  private final List<Lab> nodes =
      IntStream.range(0, 4)
          .mapToObj(i -> new Lab(rows, b -> b.policy(DELEGATING).random(Lab.chance("node " + i))))
          .toList();

  private static TokenRequest request(String... scopes) {
    return TokenRequest.forOwner("ada").scopes(scopes).neverExpires().build();
  }

  /** Does it unless the state of the token is against it by now. */
  private static void attempt(Runnable change) {
    try {
      change.run();
    } catch (TokenStateException | TokenNotFoundException e) {
      // Another was faster.
    }
  }

  @Test
  @DisplayName("threat 29: read-modify-write undid a concurrent revoke (better-auth 9974)")
  void revokedStaysRevoked() throws Exception {
    for (int round = 0; round < 40; round++) {
      Held held = nodes.get(0).issue("repo");
      TokenId id = held.id();
      Set<String> secrets = ConcurrentHashMap.newKeySet();
      secrets.add(held.text());
      List<Boolean> revoked =
          Threads.together(
              4,
              thread -> {
                Lab node = nodes.get(thread);
                OwnedTokens mine = node.mine();
                if (thread == 0) {
                  return mine.revoke(id, "incident");
                }
                for (int i = 0; i < 5; i++) {
                  String name = "name " + i;
                  attempt(() -> mine.rename(id, name));
                  attempt(() -> mine.changeScopes(id, "gist"));
                  attempt(() -> mine.changeAttributes(id, Map.of("i", name)));
                  attempt(() -> secrets.add(mine.regenerate(id).secret().reveal()));
                  secrets.forEach(node.tokens::verify);
                  node.clock.advance(Duration.ofMinutes(1));
                  node.tokens.flush();
                }
                return false;
              });

      assertEquals(1, Collections.frequency(revoked, true));
      assertEquals(
          Optional.of("incident"),
          rows.findById(id).flatMap(StoredToken::revocation).map(Revocation::reason));
      for (String secret : secrets) {
        for (Lab node : nodes) {
          assertInstanceOf(Rejected.class, node.tokens.verify(secret));
        }
      }
    }
  }

  @Test
  @DisplayName("threat 33: N threads touch, flush, revoke at once: nothing deadlocks")
  void usingFlushingChangingAndRevokingAtOnceEndsAndTimesMoveForward() throws Exception {
    List<Held> tokens = Stream.generate(() -> nodes.get(0).issue()).limit(10).toList();
    Threads.together(
        4,
        thread -> {
          Lab node = nodes.get(thread);
          for (int i = 0; i < 30; i++) {
            node.clock.advance(Duration.ofMinutes(1));
            for (Held held : tokens) {
              Optional<Instant> before =
                  rows.findById(held.id()).flatMap(StoredToken::lastUse).map(LastUse::at);
              node.tokens.verify(held.text(), "192.0.2." + thread);
              node.tokens.flush();
              Optional<Instant> after =
                  rows.findById(held.id()).flatMap(StoredToken::lastUse).map(LastUse::at);
              assertFalse(
                  before.isPresent() && after.orElse(Instant.MIN).isBefore(before.get()),
                  "a last use moved back");
            }
            int some = i;
            attempt(() -> node.mine().revoke(tokens.get(some % 10).id(), ""));
          }
          return true;
        });

    for (Held held : tokens) {
      assertEquals(RejectionReason.REVOKED, nodes.get(0).refused(held.text()));
    }
  }

  @Test
  void ofManyThatRevokeOneIsTold() throws Exception {
    Held held = nodes.get(0).issue();
    nodes.get(0).told();

    List<Boolean> done =
        Threads.together(4, thread -> nodes.get(thread).mine().revoke(held.id(), "by " + thread));

    assertEquals(1, Collections.frequency(done, true));
    assertEquals(
        1, nodes.stream().flatMap(node -> node.told().stream()).filter("Revoked"::equals).count());
    assertEquals(
        "by " + done.indexOf(true),
        rows.findById(held.id()).flatMap(StoredToken::revocation).orElseThrow().reason());
  }

  @Test
  void ofManyThatDeleteOneIsTold() throws Exception {
    Held held = nodes.get(0).issue();

    List<Boolean> done = Threads.together(4, thread -> nodes.get(thread).mine().delete(held.id()));

    assertEquals(1, Collections.frequency(done, true));
    assertEquals(
        1, nodes.stream().flatMap(node -> node.told().stream()).filter("Deleted"::equals).count());
  }

  @Test
  @DisplayName("threat 21: of many that rotate at once one has a successor")
  void rotatingAtOnceGivesOneSuccessor() throws Exception {
    for (int round = 0; round < 20; round++) {
      Held held = nodes.get(0).issue();
      List<Optional<IssuedToken>> successors =
          Threads.together(
              4,
              thread -> {
                try {
                  return Optional.of(nodes.get(thread).mine().rotate(held.id(), HOUR));
                } catch (TokenStateException e) {
                  return Optional.empty();
                }
              });

      assertEquals(1, successors.stream().flatMap(Optional::stream).count());
      assertEquals(2, rows.find(TokenQuery.all().ofFamily(held.id())).size());
    }
  }

  @Test
  void ofManyThatRegenerateTheLastSecretWorksAndNoOther() throws Exception {
    Held held = nodes.get(0).issue();
    List<String> secrets =
        Threads.together(
            4, thread -> nodes.get(thread).mine().regenerate(held.id()).secret().reveal());

    long working =
        Stream.concat(secrets.stream(), Stream.of(held.text()))
            .filter(secret -> nodes.get(0).tokens.verify(secret) instanceof Verified)
            .count();
    assertEquals(1, working);
  }

  @Test
  void noChangeIsLost() throws Exception {
    TokenId id = nodes.get(0).issue("repo").id();
    Threads.together(
        4,
        thread -> {
          OwnedTokens mine = nodes.get(thread).mine();
          return switch (thread) {
            case 0 -> mine.rename(id, "renamed");
            case 1 -> mine.changeScopes(id, "gist");
            case 2 -> mine.changeAttributes(id, Map.of("a", "b"));
            default -> mine.changeAllowedAddresses(id, "::1");
          };
        });

    AccessToken after = nodes.get(0).mine().find(id).orElseThrow();
    assertEquals("renamed", after.name());
    assertEquals("gist", after.scopes().toString());
    assertEquals(Map.of("a", "b"), after.attributes());
    assertEquals("[::1]", after.allowedAddresses().toString());
    assertEquals(5, rows.findById(id).orElseThrow().version());
  }

  @Test
  void anOwnerNeverHasMoreThanHeMay() throws Exception {
    int most = 5;
    List<Lab> limited =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    new Lab(
                        rows,
                        b ->
                            b.random(Lab.chance("limited " + i))
                                .policy(TokenPolicy.builder().tokensPerOwner(most).build())))
            .toList();
    for (int round = 0; round < 15; round++) {
      List<Integer> issued =
          Threads.together(
              4,
              thread -> {
                int kept = 0;
                OwnedTokens mine = limited.get(thread).mine();
                for (int i = 0; i < 4; i++) {
                  try {
                    TokenId id = limited.get(thread).issue().id();
                    kept++;
                    mine.rotate(id, HOUR);
                    kept++;
                  } catch (PolicyViolationException e) {
                    assertEquals(TokenPolicy.Rule.TOKENS_PER_OWNER, e.rule());
                  }
                }
                return kept;
              });

      int all = issued.stream().mapToInt(Integer::intValue).sum();
      assertTrue(all <= most, () -> all + " tokens");
      assertEquals(all, rows.find(TokenQuery.all().ownedBy("ada")).size());
      limited.get(0).mine().deleteAll();
    }
  }

  @Test
  void whoRotatesWhileAllIsRevokedOrDeletedDoesNotGetAway() throws Exception {
    for (int round = 0; round < 20; round++) {
      boolean delete = round % 2 == 0;
      Held stolen = nodes.get(0).issue("repo");
      Set<String> secrets = ConcurrentHashMap.newKeySet();
      Threads.together(
          2,
          thread -> {
            if (thread == 0) {
              OwnedTokens mine = nodes.get(0).mine();
              return delete ? mine.deleteAll() : mine.revokeAll("incident");
            }
            PersonalAccessTokens thief = nodes.get(1).tokens;
            String secret = stolen.text();
            while (thief.verify(secret) instanceof Verified proof) {
              secrets.add(secret);
              try {
                secret = thief.rotate(proof, HOUR).secret().reveal();
              } catch (TokenStateException e) {
                break;
              }
            }
            return secrets.add(secret) ? 1 : 0;
          });

      for (String secret : secrets) {
        assertInstanceOf(Rejected.class, nodes.get(0).tokens.verify(secret));
      }
      assertEquals(List.of(), rows.find(TokenQuery.all().revoked(false)));
      nodes.get(0).mine().deleteAll();
    }
  }

  @Test
  void whatIsMintedWhileTheParentDiesDiesToo() throws Exception {
    List<Consumer<TokenId>> endings =
        List.of(
            id -> nodes.get(0).mine().revoke(id, ""),
            id -> nodes.get(0).mine().delete(id),
            id -> nodes.get(0).mine().regenerate(id));
    for (int round = 0; round < 30; round++) {
      Held parent = nodes.get(0).issue("repo");
      Consumer<TokenId> ending = endings.get(round % endings.size());
      Verified proof = nodes.get(1).verified(parent.text());
      Threads.together(
          4,
          thread -> {
            if (thread == 0) {
              ending.accept(parent.id());
            } else {
              for (int i = 0; i < 5; i++) {
                attempt(() -> nodes.get(thread).tokens.mint(proof, request("repo")));
              }
            }
            return true;
          });

      assertEquals(List.of(), rows.find(TokenQuery.all().mintedBy(parent.id()).revoked(false)));
    }
  }

  @Test
  void whatIsMintedWhileTheParentIsNarrowedIsNarrow() throws Exception {
    for (int round = 0; round < 20; round++) {
      Held parent = nodes.get(0).issue("repo", "gist");
      Verified proof = nodes.get(1).verified(parent.text());
      Threads.together(
          3,
          thread -> {
            if (thread == 0) {
              nodes.get(0).mine().changeScopes(parent.id(), "gist");
            } else {
              for (int i = 0; i < 5; i++) {
                attempt(() -> nodes.get(thread).tokens.mint(proof, request("repo", "gist")));
              }
            }
            return true;
          });

      for (StoredToken child : rows.find(TokenQuery.all().mintedBy(parent.id()))) {
        assertFalse(child.namesScope("repo"), child.scopes());
      }
      nodes.get(0).mine().deleteAll();
    }
  }

  @Test
  void tokensIssuedAtOnceAreAllThereAndAllDifferent() throws Exception {
    List<List<Held>> issued =
        Threads.together(
            4, thread -> Stream.generate(() -> nodes.get(thread).issue()).limit(50).toList());
    List<Held> all = issued.stream().flatMap(List::stream).toList();

    assertEquals(200, all.stream().map(Held::id).distinct().count());
    assertEquals(200, nodes.get(0).mine().list().size());
    all.forEach(held -> nodes.get(1).verified(held.text()));
  }
}
