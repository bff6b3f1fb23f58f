package dev.pat4j.cluster.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.cluster.model.Steps.Step;
import dev.pat4j.databases.H2Databases;
import dev.pat4j.databases.PostgresServer;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/**
 * Random walks through every operation on three nodes with caches. After each step every secret
 * there ever was is presented to every node, and the answer must be what a simple model says: at
 * once on the node that made the change, within the bound on the others.
 */
class ClusterModelProperties {

  private static final int LONGEST_WALK = 40;

  private final ConcurrentLinkedQueue<Nodes> open = new ConcurrentLinkedQueue<>();

  @Property(tries = 20)
  @Label("threats 4, 9, 10, 11, 19, 22, 29: three nodes on PostgreSQL do as the model says")
  void onPostgreSql(@ForAll("onPostgreSql") ActionChain<Nodes> walk) {
    walk.run();
  }

  @Property(tries = 20)
  @Label("threats 4, 9, 10, 11, 19, 22, 29: three nodes on H2 do as the model says")
  void onH2(@ForAll("onH2") ActionChain<Nodes> walk) {
    walk.run();
  }

  @AfterTry
  void close() {
    for (Nodes nodes = open.poll(); nodes != null; nodes = open.poll()) {
      nodes.close();
    }
    assertEquals(0, open.size());
  }

  @Provide
  Arbitrary<ActionChain<Nodes>> onPostgreSql() {
    return walks(() -> new Nodes(PostgresServer.shared().newDatabase(), builder -> builder));
  }

  @Provide
  Arbitrary<ActionChain<Nodes>> onH2() {
    Duration often = Duration.ofMillis(10);
    return walks(() -> new Nodes(H2Databases.inMemory(), builder -> builder.pollEvery(often)));
  }

  private Arbitrary<ActionChain<Nodes>> walks(Supplier<Nodes> start) {
    return ActionChain.startWith(
            () -> {
              Nodes nodes = start.get();
              open.add(nodes);
              return nodes;
            })
        .withAction(6, change("issue", Steps::issue))
        .withAction(2, change("import", Steps::importOld))
        .withAction(3, change("mint", Steps::mint))
        .withAction(2, change("rename", Steps::rename))
        .withAction(4, change("change scopes of", Steps::changeScopes))
        .withAction(4, change("regenerate", Steps::regenerate))
        .withAction(4, change("rotate", Steps::rotate))
        .withAction(4, change("revoke", Steps::revoke))
        .withAction(1, change("revoke all of", Steps::revokeAll))
        .withAction(3, change("delete", Steps::delete))
        .withAction(1, change("delete all of", Steps::deleteAll))
        .withAction(1, look("attack with a foreign id", Steps::foreignId))
        .withAction(2, look("disable", Steps::disable))
        .withAction(3, look("enable", Steps::enable))
        .withAction(3, look("advance the clock by", Steps::advance))
        // What is purged was refused before, so that its own node, too, may hear of it later.
        .withAction(1, step("purge", Steps::purge, (nodes, by) -> nodes.checkLateChange()))
        .withAction(1, look("flush", Steps::flush))
        .withAction(2, look("list", Steps::list))
        .withMaxTransformations(LONGEST_WALK);
  }

  private static Action.Independent<Nodes> change(String name, Step step) {
    return step(name, step, Nodes::checkChange);
  }

  /** A step that changes no token, whatever else it does. */
  private static Action.Independent<Nodes> look(String name, Step step) {
    return step(name, step, (nodes, by) -> nodes.checkAll());
  }

  private static Action.Independent<Nodes> step(
      String name, Step step, ObjIntConsumer<Nodes> check) {
    Arbitrary<Integer> nodes = Arbitraries.integers().between(0, Nodes.COUNT - 1);
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 99);
    Arbitrary<Transformer<Nodes>> transformers =
        Combinators.combine(nodes, numbers, numbers)
            .as(
                (node, one, other) ->
                    Transformer.mutate(
                        "node " + node + ": " + name + " " + one + " " + other,
                        all -> {
                          step.on(all, node, one, other);
                          check.accept(all, node);
                        }));
    return () -> transformers;
  }
}
