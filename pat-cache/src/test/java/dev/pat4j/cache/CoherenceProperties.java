package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.digest;
import static dev.pat4j.cache.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.cache.WatchedStore.Gate;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Reads whose answers arrive as late as they like, among changes here and there that are told late
 * or not at all. The model remembers every state that a digest was in, and from which of them on
 * everybody has to know it.
 */
class CoherenceProperties {

  /** Each token has two digests, of which it is found under one: under 1 or 4, 2 or 5, 3 or 6. */
  private static final int TOKENS = 3;

  private static final int DIGESTS = 2 * TOKENS;

  enum Step {
    READ,
    READ_LATE,
    LET_ANSWER_ARRIVE,
    CHANGE_HERE,
    CHANGE_THERE,
    DELETE_HERE,
    DELETE_THERE,
    REKEY_HERE,
    REKEY_THERE,
    TELL,
    DISCONNECT,
    CONNECT,
    FALL_SILENT,
    BE_HEARD_AGAIN,
    GROW_OLD
  }

  @Property(tries = 300)
  @Label("threat 28: nothing is answered or left behind that is older than what was told before")
  void noAnswerIsOlderThanWhatWasToldBeforeItWasAskedFor(
      @ForAll @Size(max = 60) List<Step> steps,
      @ForAll @Size(60) List<@IntRange(min = 1, max = DIGESTS) Integer> numbers)
      throws Exception {
    World world = new World();
    for (int i = 0; i < steps.size(); i++) {
      world.take(steps.get(i), numbers.get(i));
    }
    world.end();
  }

  /** A node that caches, the store, its feed, and the model. */
  private static final class World {

    private static final List<Integer> ALL = IntStream.rangeClosed(1, DIGESTS).boxed().toList();

    private record Asked(Reader reader, int number, int since) {}

    private record Late(Gate gate, Reader reader) {
      void arrive() throws ExecutionException, InterruptedException {
        gate.open();
        reader.answer();
      }
    }

    private final WatchedStore store = new WatchedStore();
    private final HandFeed feed = HandFeed.connectedAtOnce();
    private final AtomicLong nanos = new AtomicLong();
    private final CachingTokenStore cached =
        CachingTokenStore.builder(store, feed).ticker(nanos::get).build();

    private final List<List<Optional<StoredToken>>> states = new ArrayList<>();
    private final int[] known = new int[DIGESTS + 1];
    private final Set<Integer> untold = new TreeSet<>();
    private final Deque<Late> late = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();
    private boolean isConnected = true;
    private boolean vouches = true;
    private int changes;

    World() {
      for (int number = 0; number <= DIGESTS; number++) {
        states.add(new ArrayList<>(List.of(Optional.empty())));
      }
    }

    void take(Step step, int number) throws ExecutionException, InterruptedException {
      switch (step) {
        case READ -> ask(number, () -> {});
        case READ_LATE -> {
          Gate gate = new Gate();
          Reader reader = ask(number, () -> store.holdNextReadOfThisThread(gate));
          late.add(new Late(gate, reader));
        }
        case LET_ANSWER_ARRIVE -> {
          if (!late.isEmpty()) {
            late.remove().arrive();
          }
        }
        case CHANGE_HERE -> known(change(cached, number));
        case CHANGE_THERE -> untold.addAll(change(store.rows, number));
        case DELETE_HERE -> known(delete(cached, number));
        case DELETE_THERE -> untold.addAll(delete(store.rows, number));
        case REKEY_HERE -> known(rekey(cached, number));
        case REKEY_THERE -> untold.addAll(rekey(store.rows, number));
        case TELL -> tell();
        case DISCONNECT -> {
          isConnected = false;
          untold.clear();
          feed.disconnect();
        }
        case CONNECT -> {
          untold.clear(); // nothing is held that could be older
          isConnected = true;
          vouches = true;
          feed.connect();
          known(ALL);
        }
        case FALL_SILENT -> {
          vouches = false;
          feed.isCurrent(false);
        }
        case BE_HEARD_AGAIN -> {
          if (isConnected) { // it catches up before it vouches
            tell();
            vouches = true;
            feed.isCurrent(true);
          }
        }
        case GROW_OLD -> nanos.addAndGet(Duration.ofMinutes(10).toNanos());
      }
    }

    void end() throws ExecutionException, InterruptedException {
      late.forEach(each -> each.gate.open());
      for (Asked question : asked) {
        Optional<StoredToken> answer = question.reader.answer();
        List<Optional<StoredToken>> past = states.get(question.number);
        assertTrue(
            past.subList(question.since, past.size()).contains(answer),
            () -> answer + " is older than " + past.get(question.since));
      }
      take(Step.BE_HEARD_AGAIN, 1);
      for (int number = 1; number <= DIGESTS; number++) {
        for (int i = 0; i < 2; i++) {
          assertEquals(truth(number), cached.findByDigest(digest(number)), "left behind");
        }
      }
    }

    private Reader ask(int number, Runnable first) {
      int since = isConnected && vouches ? known[number] : states.get(number).size() - 1;
      Reader reader = Reader.of(cached, digest(number), first).awaitStandstillOrEnd();
      asked.add(new Asked(reader, number, since));
      return reader;
    }

    private void tell() {
      if (isConnected) {
        untold.forEach(number -> feed.changed(digest(number)));
        known(untold);
      }
      untold.clear();
    }

    /** From now on nobody may be told of these what was before. */
    private void known(Collection<Integer> numbers) {
      for (int number : numbers) {
        known[number] = states.get(number).size() - 1;
      }
    }

    /** The digests of the token that has this one. */
    private static List<Integer> both(int number) {
      int first = 1 + (number - 1) % TOKENS;
      return List.of(first, first + TOKENS);
    }

    private Optional<StoredToken> truth(int number) {
      return store.rows.findByDigest(digest(number));
    }

    private Optional<StoredToken> token(int number) {
      return store.rows.findById(Rows.id(both(number).get(0)));
    }

    /** The digests of which this has changed what is found. */
    private List<Integer> change(TokenStore way, int number) {
      changes++;
      Optional<StoredToken> before = token(number);
      StoredToken fresh = row(both(number).get(0)).toBuilder().name("change " + changes).build();
      boolean done =
          before.isEmpty()
              ? way.insert(Rows.under(fresh, number))
              : way.replace(
                  before.get(), before.get().toBuilder().name("change " + changes).build());
      assertTrue(done, "nobody else is about");
      return changed(both(number).stream().filter(each -> truth(each).isPresent()).toList());
    }

    private List<Integer> delete(TokenStore way, int number) {
      return way.delete(Rows.id(both(number).get(0))) ? changed(both(number)) : List.of();
    }

    private List<Integer> rekey(TokenStore way, int number) {
      Optional<StoredToken> before = token(number);
      if (before.isEmpty()) {
        return List.of();
      }
      int from =
          both(number).stream().filter(each -> truth(each).isPresent()).findAny().orElseThrow();
      int to = from > TOKENS ? from - TOKENS : from + TOKENS;
      assertTrue(way.replace(before.get(), Rows.under(before.get(), to)), "nobody else is about");
      return changed(both(number));
    }

    private List<Integer> changed(List<Integer> numbers) {
      numbers.forEach(number -> states.get(number).add(truth(number)));
      return numbers;
    }
  }
}
