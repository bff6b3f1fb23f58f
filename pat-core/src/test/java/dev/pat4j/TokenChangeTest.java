package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Lab.Held;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several things of a token change in one step, or none of them. */
class TokenChangeTest {

  private final Lab lab = new Lab();
  private final OwnedTokens mine = lab.mine();
  private final Held held = lab.issue("repo:read");

  @Test
  void allThatIsSaidIsOneChangeAndOneEvent() {
    lab.events.clear();
    lab.clock.advance(Duration.ofHours(1));

    AccessToken after =
        mine.change(
            held.id(),
            change ->
                change
                    .name(change.before().name() + " of work")
                    .scopes(List.of("gist", "repo"))
                    .allowedAddresses("192.0.2.0/24")
                    .attributes(Map.of("k", "v")));

    assertEquals("laptop of work", after.name());
    assertEquals(Set.of("gist", "repo"), Set.copyOf(after.scopes().names()));
    assertEquals("[192.0.2.0/24]", after.allowedAddresses().toString());
    assertEquals(Map.of("k", "v"), after.attributes());
    assertEquals(held.token().row().version() + 1, lab.row(held.id()).version());
    assertEquals(1, lab.events.size());
    TokenEvent.Changed told = assertInstanceOf(TokenEvent.Changed.class, lab.events.get(0));
    assertEquals("laptop", told.before().name());
    assertEquals("laptop of work", told.after().name());
  }

  @Test
  void whatIsNotSaidStays() {
    AccessToken after = mine.change(held.id(), change -> change.name("desktop"));

    assertEquals(held.token().scopes(), after.scopes());
    assertEquals("desktop", after.name());
    lab.verified(held.text());
  }

  @Test
  @DisplayName("to give it what it has is no change: nothing is written, and nothing told")
  void whatChangesNothingIsNoChange() {
    mine.change(
        held.id(), change -> change.allowedAddresses("192.0.2.0/24").attributes(Map.of("k", "v")));
    StoredToken before = lab.row(held.id());
    lab.events.clear();
    lab.clock.advance(Duration.ofHours(1));

    mine.change(held.id(), change -> {});
    mine.change(
        held.id(),
        change ->
            change
                .name("laptop")
                .scopes(List.of("repo:read", "repo:read"))
                .allowedAddresses("192.0.2.0/24")
                .attributes(Map.of("k", "v")));
    mine.rename(held.id(), "laptop");
    mine.changeScopes(held.id(), "repo:read");
    mine.changeAllowedAddresses(held.id(), "192.0.2.0/24");
    AccessToken after = mine.changeAttributes(held.id(), Map.of("k", "v"));

    assertEquals(before, lab.row(held.id()));
    assertEquals(before, after.row());
    assertEquals(List.of(), lab.events);
  }

  @Test
  void whatChangesNothingIsRefusedAllTheSame() {
    mine.revoke(held.id(), "");
    assertThrows(TokenStateException.class, () -> mine.change(held.id(), change -> {}));
    assertThrows(TokenStateException.class, () -> mine.rename(held.id(), "laptop"));
  }

  @Test
  @DisplayName("to touch it is a change, even of nothing")
  void whatIsTouchedIsChanged() {
    lab.events.clear();
    lab.clock.advance(Duration.ofHours(1));

    AccessToken after = mine.change(held.id(), TokenChange::touch);

    assertEquals(lab.clock.instant().toEpochMilli(), after.updatedAt().toEpochMilli());
    assertEquals(held.token().row().version() + 1, lab.row(held.id()).version());
    assertEquals(1, lab.events.size());
    assertInstanceOf(TokenEvent.Changed.class, lab.events.get(0));
  }

  @Test
  @DisplayName("to say the same again finishes what a crash has cut short: what it minted is cut")
  void whatWasMintedIsCutEvenIfNothingElseChanges() {
    Lab delegating = new Lab(b -> b.policy(TokenPolicy.builder().permitMintingByTokens().build()));
    Held parent = delegating.issue("repo", "gist");
    AccessToken child =
        delegating
            .tokens
            .mint(delegating.verified(parent.text()), Lab.request("repo").build())
            .token();
    StoredToken row = delegating.row(parent.id());
    delegating.store.replace(
        row, row.toBuilder().scopes("repo:read").version(row.version() + 1).build());

    delegating.mine().changeScopes(parent.id(), "repo:read");

    assertEquals("repo:read", delegating.row(child.id()).scopes());
  }

  @Test
  void ifAnyOfItIsRefusedNothingIsChanged() {
    Lab strict = new Lab(b -> b.policy(TokenPolicy.builder().requireName().build()));
    Held token = strict.issue("repo:read");
    OwnedTokens owned = strict.mine();

    assertThrows(
        PolicyViolationException.class,
        () -> owned.change(token.id(), change -> change.scopes(List.of("repo")).name(" ")));
    assertThrows(
        IllegalArgumentException.class,
        () -> owned.change(token.id(), change -> change.name("x").scopes(List.of("unheard"))));
    assertThrows(
        IllegalArgumentException.class,
        () -> owned.change(token.id(), change -> change.name("x").allowedAddresses("nowhere")));

    assertEquals(token.token().row(), strict.row(token.id()));
  }

  @Test
  void noScopeIsGivenThatThePolicyForbids() {
    Lab strict = new Lab(b -> b.policy(TokenPolicy.builder().allowedScopes("repo").build()));
    Held token = strict.issue("repo");
    OwnedTokens owned = strict.mine();
    List<String> wider = List.of("repo", "gist");

    assertThrows(
        PolicyViolationException.class,
        () -> owned.change(token.id(), change -> change.scopes(wider)));
    assertThrows(PolicyViolationException.class, () -> owned.changeScopes(token.id(), wider));

    assertEquals(token.token().row(), strict.row(token.id()));
  }

  @Test
  void neitherARevokedTokenNorSomebodyElsesIsChanged() {
    OwnedTokens grace = lab.tokens.ownedBy("grace");
    assertThrows(
        TokenNotFoundException.class, () -> grace.change(held.id(), change -> change.name("hers")));
    mine.revoke(held.id(), "");
    assertThrows(
        TokenStateException.class, () -> mine.change(held.id(), change -> change.name("again")));
    assertEquals("laptop", lab.row(held.id()).name());
  }

  @Test
  void whatWasMintedWithItIsCutAsWell() {
    Lab delegating = new Lab(b -> b.policy(TokenPolicy.builder().permitMintingByTokens().build()));
    Held parent = delegating.issue("repo", "gist");
    AccessToken child =
        delegating
            .tokens
            .mint(delegating.verified(parent.text()), Lab.request("repo").build())
            .token();

    delegating.mine().change(parent.id(), change -> change.scopes(List.of("repo:read")));

    assertEquals("repo:read", delegating.row(child.id()).scopes());
  }

  @Test
  @DisplayName("threat 29: a right that was taken away is not given back by who adds another")
  void ofManyWhoAddAndRemoveAtOnceOnManyNodesNoneIsLost() throws Exception {
    InMemoryTokenStore rows = new InMemoryTokenStore();
    List<Lab> nodes =
        IntStream.range(0, 4)
            .mapToObj(i -> new Lab(rows, b -> b.random(Lab.chance("node " + i))))
            .toList();
    List<String> added = List.of("gist", "admin:org", "write:org");
    for (int round = 0; round < 100; round++) {
      TokenId id = nodes.get(0).issue("repo").id();

      Threads.together(
          4,
          thread -> nodes.get(thread).mine().change(id, change -> change(change, thread, added)));

      Scopes after = nodes.get(0).mine().find(id).orElseThrow().scopes();
      assertEquals("admin:org gist", after.toString(), "round " + round);
    }
  }

  private static void change(TokenChange change, int thread, List<String> added) {
    Scopes before = change.before().scopes();
    Scopes wanted =
        thread == 0
            ? before.intersect(Lab.CATALOG.of("gist", "admin:org"))
            : before.union(Lab.CATALOG.of(added.get(thread - 1)));
    change.scopes(wanted.names());
    assertTrue(change.before().row().version() >= 0);
  }
}
