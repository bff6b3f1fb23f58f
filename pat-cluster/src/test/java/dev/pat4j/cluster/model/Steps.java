package dev.pat4j.cluster.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.TokenImport;
import dev.pat4j.TokenNotFoundException;
import dev.pat4j.TokenRequest;
import dev.pat4j.TokenStateException;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every operation, done by a node and by the model. What the model says cannot be done, the node
 * must refuse. Numbers choose: a token, an owner, scopes, a duration.
 */
final class Steps {

  private static final List<String> OWNERS = List.of("ada", "grace");

  private Steps() {}

  /** One operation. */
  interface Step {
    void on(Nodes nodes, int node, int one, int other);
  }

  static void issue(Nodes nodes, int node, int one, int other) {
    TokenRequest.Builder request =
        TokenRequest.forOwner(owner(one)).name("token " + other).scopes(scopes(other));
    TokenRequest asked =
        other % 2 == 0
            ? request.neverExpires().build()
            : request.expiresAfter(Duration.ofHours(1 + other % 5)).build();
    nodes.model.add(nodes.node(node).issue(asked), null);
  }

  static void importOld(Nodes nodes, int node, int one, int other) {
    String text = "old-" + nodes.model.secrets.size();
    AccessToken token =
        nodes
            .node(node)
            .administration()
            .importToken(
                TokenImport.forOwner(owner(one), nodes.model.clock.instant())
                    .name("old")
                    .scopes(scopes(other))
                    .neverExpires()
                    .sha256(TokenHasher.sha256().digest(text).toBytes())
                    .build());
    Expected expected = new Expected(token.id(), token.owner(), text, null);
    expected.name = "old";
    expected.scopes = scopes(other);
    expected.issuedAt = nodes.model.clock.instant();
    nodes.model.tokens.add(expected);
    nodes.model.secrets.add(text);
  }

  static void mint(Nodes nodes, int node, int one, int other) {
    Expected parent = token(nodes, one);
    if (parent != null && nodes.model.isValid(parent)) {
      TokenRequest request =
          TokenRequest.forOwner(parent.owner)
              .name("minted " + other)
              .scopes(scopes(other))
              .neverExpires()
              .build();
      IssuedToken issued = nodes.node(node).mint(nodes.verified(node, parent.secret), request);
      Expected child = nodes.model.add(issued, parent);
      assertTrue(parent.scopes.containsAll(child.scopes), "threat 4: a broader one was minted");
      assertEquals(parent.expiresAt, child.expiresAt);
    }
  }

  static void rename(Nodes nodes, int node, int one, int other) {
    change(
        nodes,
        node,
        one,
        (mine, token) -> {
          mine.rename(token.id, "renamed " + other);
          token.name = "renamed " + other;
        });
  }

  static void changeScopes(Nodes nodes, int node, int one, int other) {
    change(
        nodes,
        node,
        one,
        (mine, token) -> {
          mine.changeScopes(token.id, scopes(other));
          nodes.model.changeScopes(token, scopes(other));
        });
  }

  static void regenerate(Nodes nodes, int node, int one, int other) {
    change(
        nodes,
        node,
        one,
        (mine, token) -> {
          boolean stillborn =
              token.mintedBy != null && token.isExpiredAt(nodes.model.clock.instant());
          if (token.rotated || stillborn) {
            assertThrows(TokenStateException.class, () -> mine.regenerate(token.id));
          } else {
            nodes.model.regenerate(token, mine.regenerate(token.id));
          }
        });
  }

  static void rotate(Nodes nodes, int node, int one, int other) {
    change(
        nodes,
        node,
        one,
        (mine, token) -> {
          Duration overlap = Duration.ofHours(other % 3);
          if (token.rotated || token.isExpiredAt(nodes.model.clock.instant())) {
            assertThrows(TokenStateException.class, () -> mine.rotate(token.id, overlap));
            return;
          }
          var due = nodes.model.renewed(token);
          Expected successor = nodes.model.add(mine.rotate(token.id, overlap), token.mintedBy);
          assertEquals(due, successor.expiresAt);
          assertEquals(token.scopes, successor.scopes);
          nodes.model.retire(token, overlap);
        });
  }

  static void revoke(Nodes nodes, int node, int one, int other) {
    Expected token = token(nodes, one);
    if (token != null) {
      boolean first = !token.isRevoked();
      assertEquals(first, mine(nodes, node, token).revoke(token.id, "because"));
      nodes.model.revoke(token);
    }
  }

  static void revokeAll(Nodes nodes, int node, int one, int other) {
    List<Expected> live =
        nodes.model.tokens.stream()
            .filter(token -> token.owner.equals(owner(one)) && !token.isRevoked())
            .toList();
    assertEquals(live.size(), nodes.node(node).ownedBy(owner(one)).revokeAll("all"));
    live.forEach(nodes.model::revoke);
  }

  static void delete(Nodes nodes, int node, int one, int other) {
    Expected token = token(nodes, one);
    if (token != null) {
      OwnedTokens mine = mine(nodes, node, token);
      assertTrue(mine.delete(token.id));
      nodes.model.delete(token);
      assertThrows(TokenNotFoundException.class, () -> mine.rename(token.id, "gone"));
    }
  }

  static void deleteAll(Nodes nodes, int node, int one, int other) {
    int before = nodes.model.tokens.size();
    nodes.model.tokens.removeIf(token -> token.owner.equals(owner(one)));
    int due = before - nodes.model.tokens.size();
    assertEquals(due, nodes.node(node).ownedBy(owner(one)).deleteAll());
  }

  static void foreignId(Nodes nodes, int node, int one, int other) {
    Expected token = token(nodes, one);
    if (token != null) {
      OwnedTokens others = nodes.node(node).ownedBy("mallory");
      assertThrows(TokenNotFoundException.class, () -> others.revoke(token.id, "mine now"));
      assertThrows(TokenNotFoundException.class, () -> others.regenerate(token.id));
      assertEquals(false, others.delete(token.id));
      assertEquals(false, others.delete(new TokenId(TokenId.MAXIMUM)));
    }
  }

  static void disable(Nodes nodes, int node, int one, int other) {
    nodes.model.disabled.add(owner(one));
  }

  static void enable(Nodes nodes, int node, int one, int other) {
    nodes.model.disabled.clear();
  }

  static void advance(Nodes nodes, int node, int one, int other) {
    nodes.model.clock.advance(Duration.ofMinutes(1 + one % 120));
  }

  static void purge(Nodes nodes, int node, int one, int other) {
    Duration deadFor = Duration.ofHours(other % 3);
    int due = nodes.model.purge(deadFor);
    assertEquals(due, nodes.node(node).administration().purge(deadFor));
  }

  static void flush(Nodes nodes, int node, int one, int other) {
    nodes.node(node).flush();
  }

  static void list(Nodes nodes, int node, int one, int other) {
    nodes.checkLists(node, owner(one));
  }

  private interface Change {
    void on(OwnedTokens mine, Expected token);
  }

  private static void change(Nodes nodes, int node, int one, Change change) {
    Expected token = token(nodes, one);
    if (token == null) {
      return;
    }
    OwnedTokens mine = mine(nodes, node, token);
    if (token.isRevoked()) {
      assertThrows(TokenStateException.class, () -> mine.rename(token.id, "undone"));
      assertThrows(TokenStateException.class, () -> mine.regenerate(token.id));
      assertThrows(TokenStateException.class, () -> mine.rotate(token.id, Duration.ZERO));
      assertThrows(TokenStateException.class, () -> mine.changeScopes(token.id, "a"));
    } else {
      change.on(mine, token);
    }
  }

  private static Expected token(Nodes nodes, int number) {
    List<Expected> tokens = nodes.model.tokens;
    return tokens.isEmpty() ? null : tokens.get(number % tokens.size());
  }

  private static OwnedTokens mine(Nodes nodes, int node, Expected token) {
    return nodes.node(node).ownedBy(token.owner);
  }

  private static String owner(int number) {
    return OWNERS.get(number % OWNERS.size());
  }

  /** Each bit of the number is a scope. */
  private static Set<String> scopes(int number) {
    Set<String> chosen = new TreeSet<>();
    for (int i = 0; i < Nodes.SCOPES.size(); i++) {
      if ((number >> i & 1) == 1) {
        chosen.add(Nodes.SCOPES.get(i));
      }
    }
    return chosen;
  }
}
