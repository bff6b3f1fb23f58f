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
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
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

  private static final int DIGESTS = 3;

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

  @Property(tries = 400)
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
      int next = number % DIGESTS + 1;
      switch (step) {
        case READ -> ask(number);
        case READ_LATE -> {
          Gate gate = store.holdNextRead();
          late.add(new Late(gate, ask(number)));
          store.holdNoRead();
        }
        case LET_ANSWER_ARRIVE -> {
          if (!late.isEmpty()) {
            late.remove().arrive();
          }
        }
        case CHANGE_HERE -> here(number, number, () -> change(cached, number));
        case CHANGE_THERE -> there(number, number, () -> change(store.rows, number));
        case DELETE_HERE -> here(number, number, () -> delete(cached, number));
        case DELETE_THERE -> there(number, number, () -> delete(store.rows, number));
        case REKEY_HERE -> here(number, next, () -> rekey(cached, number, next));
        case REKEY_THERE -> there(number, next, () -> rekey(store.rows, number, next));
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
          for (int each = 1; each <= DIGESTS; each++) {
            known[each] = states.get(each).size() - 1;
          }
        }
        case FALL_SILENT -> {
          vouches = false;
          feed.isCurrent(false);
        }
        case BE_HEARD_AGAIN -> {
          if (isConnected) {
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

    private Reader ask(int number) {
      int since = isConnected && vouches ? known[number] : states.get(number).size() - 1;
      Reader reader = Reader.of(cached, digest(number)).awaitStandstillOrEnd();
      asked.add(new Asked(reader, number, since));
      return reader;
    }

    private void here(int from, int to, Runnable change) {
      change.run();
      for (int number : new TreeSet<>(List.of(from, to))) {
        remember(number);
        known[number] = states.get(number).size() - 1;
      }
    }

    private void there(int from, int to, Runnable change) {
      change.run();
      for (int number : new TreeSet<>(List.of(from, to))) {
        remember(number);
        if (isConnected) {
          untold.add(number);
        }
      }
    }

    private void tell() {
      for (int number : untold) {
        feed.changed(digest(number));
        known[number] = states.get(number).size() - 1;
      }
      untold.clear();
    }

    private void remember(int number) {
      states.get(number).add(truth(number));
    }

    private Optional<StoredToken> truth(int number) {
      return store.rows.findByDigest(digest(number));
    }

    private void change(TokenStore way, int number) {
      changes++;
      StoredToken fresh = row(number).toBuilder().name("change " + changes).build();
      truth(number)
          .ifPresentOrElse(
              row -> way.replace(row, row.toBuilder().name("change " + changes).build()),
              () -> way.insert(fresh));
    }

    private void delete(TokenStore way, int number) {
      truth(number).ifPresent(row -> way.delete(row.id()));
    }

    private void rekey(TokenStore way, int number, int next) {
      truth(number).ifPresent(row -> way.replace(row, Rows.under(row, next)));
    }
  }
}
