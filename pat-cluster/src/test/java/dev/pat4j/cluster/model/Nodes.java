package dev.pat4j.cluster.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.AccessToken;
import dev.pat4j.ForeignFormat;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenPolicy;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.databases.Database;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import dev.pat4j.scope.ScopeCatalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Three nodes with warm caches on one database, and what they should know. */
final class Nodes implements AutoCloseable {

  static final List<String> SCOPES = List.of("a", "b", "c");
  static final int COUNT = 3;

  /** After a change was committed, no node may answer with what was before for longer. */
  private static final Duration BOUND = Duration.ofSeconds(1);

  final Model model = new Model();
  private final HikariDataSource pool;
  private final List<CachingTokenStore> caches = new ArrayList<>();
  private final List<PersonalAccessTokens> nodes = new ArrayList<>();
  private long lastChange = System.nanoTime();

  Nodes(Database database, UnaryOperator<JdbcTokenStore.Builder> configuration) {
    pool = database.pool(8);
    JdbcSchema.migrate(pool);
    for (int i = 0; i < COUNT; i++) {
      JdbcTokenStore store =
          configuration
              .apply(JdbcTokenStore.builder(pool).listenOn(database.dataSource()).bound(BOUND))
              .build();
      CachingTokenStore cache = CachingTokenStore.builder(store, store.changes()).build();
      caches.add(cache);
      nodes.add(library(cache));
    }
  }

  private PersonalAccessTokens library(CachingTokenStore cache) {
    ScopeCatalog.Builder catalog = ScopeCatalog.builder();
    SCOPES.forEach(scope -> catalog.scope(scope, "Scope " + scope));
    ForeignFormat old = text -> text.startsWith("old-");
    return PersonalAccessTokens.builder(cache)
        .scopes(catalog.build())
        .policy(TokenPolicy.builder().permitMintingByTokens().build())
        .owners(owner -> !model.disabled.contains(owner))
        .foreignFormat(old)
        .clock(model.clock)
        .build();
  }

  PersonalAccessTokens node(int number) {
    return nodes.get(number % COUNT);
  }

  Verified verified(int number, String secret) {
    return (Verified) node(number).verify(secret);
  }

  /** How many answers came from memory. */
  long hits() {
    return caches.stream()
        .mapToLong(cache -> cache.statistics().hits() + cache.statistics().unknownHits())
        .sum();
  }

  /** Asks the node that made a change, which must know of it at once, and then all of them. */
  void checkChange(int changedBy) {
    lastChange = System.nanoTime();
    for (String secret : model.secrets) {
      assertEquals(model.answer(secret), answer(changedBy, secret), "the node that changed it");
    }
    checkAll();
  }

  /** Asks every node after a change that the one which made it may hear of later, too. */
  void checkLateChange() {
    lastChange = System.nanoTime();
    checkAll();
  }

  /**
   * Asks every node. A question that begins later than the bound must be answered right. When no
   * token was changed just now, an earlier change may show for the first time: while an owner was
   * disabled, or a token had not expired yet, the old answer and the new one were the same.
   */
  void checkAll() {
    for (int node = 0; node < COUNT; node++) {
      for (String secret : model.secrets) {
        await(node, secret);
      }
    }
  }

  /** What an owner is shown is read from the database, so it is right at once. */
  void checkLists(int node, String owner) {
    Map<Long, String> due = new TreeMap<>();
    model.tokens.stream()
        .filter(token -> token.owner.equals(owner))
        .forEach(token -> due.put(token.id.value(), token.name + token.scopes + token.isRevoked()));
    Map<Long, String> shown = new TreeMap<>();
    for (AccessToken token : node(node).ownedBy(owner).list()) {
      String is = token.name() + token.scopes().names() + token.revocation().isPresent();
      shown.put(token.id().value(), is);
    }
    assertEquals(due, shown);
  }

  private void await(int node, String secret) {
    String due = model.answer(secret);
    while (true) {
      long begun = System.nanoTime();
      String answer = answer(node, secret);
      if (answer.equals(due)) {
        return;
      }
      if (begun - lastChange > BOUND.toNanos()) {
        fail("node " + node + " still says " + answer + " where it must say " + due);
      }
      Thread.onSpinWait();
    }
  }

  private String answer(int node, String secret) {
    Verification answer = node(node).verify(secret);
    return answer instanceof Verified verified
        ? Model.accepted(verified.token().name(), verified.scopes().names())
        : answer.fold(token -> "", Enum::name);
  }

  @Override
  public void close() {
    nodes.forEach(PersonalAccessTokens::close);
    caches.forEach(CachingTokenStore::close);
    pool.close();
  }
}
