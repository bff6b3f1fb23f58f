package dev.pat4j.cache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A store that writes down its calls, and where the next read can be stopped between its answer and
 * whoever waits for it, or the next call made to fail.
 */
final class WatchedStore implements TokenStore {

  /** Where one read stands still. */
  static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    /** Returns once the store has answered; nobody has the answer yet. */
    void awaitReader() throws InterruptedException {
      assertTrue(reached.await(10, TimeUnit.SECONDS), "no read came");
    }

    void open() {
      open.countDown();
    }

    /** For who is to stop here. */
    void pass() {
      reached.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  final InMemoryTokenStore rows;

  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<@Nullable Gate> gate = new AtomicReference<>();
  private final Map<Thread, Gate> gates = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Runnable> failure = new AtomicReference<>();

  WatchedStore() {
    this(new InMemoryTokenStore());
  }

  /** These rows, which others may watch, too. */
  WatchedStore(InMemoryTokenStore rows) {
    this.rows = rows;
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  int reads() {
    return Collections.frequency(calls(), "findByDigest");
  }

  void forgetCalls() {
    calls.clear();
  }

  /** The next read stops at this gate. */
  Gate holdNextRead() {
    Gate next = new Gate();
    gate.set(next);
    return next;
  }

  /** The next read of this thread stops at this gate, whatever others do meanwhile. */
  void holdNextReadOfThisThread(Gate mine) {
    gates.put(Thread.currentThread(), mine);
  }

  /** The next call does what it is asked to, and throws this instead of answering. */
  void failAfterNextCall(RuntimeException thrown) {
    failAfterNextCall(
        () -> {
          throw thrown;
        });
  }

  /** The same, of anything that this throws, on the thread that called. */
  void failAfterNextCall(Runnable throwing) {
    failure.set(throwing);
  }

  @Override
  public boolean insert(StoredToken token) {
    return answered("insert", rows.insert(token));
  }

  @Override
  public Optional<StoredToken> findByDigest(TokenDigest digest) {
    Optional<StoredToken> answer = rows.findByDigest(digest);
    Gate mine = gates.remove(Thread.currentThread());
    Gate stop = mine == null ? gate.getAndSet(null) : mine;
    if (stop != null) {
      stop.pass();
    }
    return answered("findByDigest", answer);
  }

  @Override
  public Optional<StoredToken> findById(TokenId id) {
    return answered("findById", rows.findById(id));
  }

  @Override
  public List<StoredToken> find(TokenQuery query) {
    return answered("find", rows.find(query));
  }

  @Override
  public boolean replace(StoredToken expected, StoredToken updated) {
    return answered("replace", rows.replace(expected, updated));
  }

  @Override
  public boolean rotate(StoredToken expected, StoredToken retired, StoredToken successor) {
    return answered("rotate", rows.rotate(expected, retired, successor));
  }

  @Override
  public boolean delete(TokenId id) {
    return answered("delete", rows.delete(id));
  }

  @Override
  public void touch(Map<TokenId, LastUse> uses) {
    rows.touch(uses);
    answered("touch", true);
  }

  @Override
  public int purge(Instant deadBefore, int limit) {
    return answered("purge", rows.purge(deadBefore, limit));
  }

  private <T> T answered(String call, T answer) {
    calls.add(call);
    Runnable throwing = failure.getAndSet(null);
    if (throwing != null) {
      throwing.run();
    }
    return answer;
  }
}
