package dev.pat4j.examples.githost;

import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.TokenStore;
import dev.pat4j.store.TokenStoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that can be taken down, and in which something can happen between two look-ups. */
final class SwitchableStore {

  private final InMemoryTokenStore store = new InMemoryTokenStore();
  private final AtomicInteger lookupsToGo = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger breaksAt = new AtomicInteger();
  private volatile boolean breaksAfterwards;
  private volatile boolean down;
  private volatile Runnable action = () -> {};

  TokenStore asStore() {
    return (TokenStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {TokenStore.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  void down(boolean newDown) {
    this.down = newDown;
  }

  /**
   * Breaks once, at the n-th call from now.
   *
   * @param afterwards when it was done already, as when an answer is lost; otherwise before
   */
  void breakAt(int n, boolean afterwards) {
    breaksAfterwards = afterwards;
    breaksAt.set(n);
  }

  /** Whether that call came; there is none to come any more. */
  boolean broke() {
    return breaksAt.getAndSet(0) <= 0;
  }

  /** How often it was asked for anything. */
  int calls() {
    return calls.get();
  }

  /** Does this once, right before the n-th look-up of a token from now. */
  void beforeLookup(int n, Runnable newAction) {
    action = newAction;
    lookupsToGo.set(n);
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    calls.incrementAndGet();
    if (method.getName().equals("findByDigest") && lookupsToGo.decrementAndGet() == 0) {
      action.run();
    }
    // Last uses are written when there is time, on behalf of no request.
    boolean breaks = !method.getName().equals("touch") && breaksAt.getAndDecrement() == 1;
    if (down || (breaks && !breaksAfterwards)) {
      throw new TokenStoreException("the store is down, as the test wants it", null);
    }
    try {
      Object answer = method.invoke(store, arguments);
      if (breaks) {
        throw new TokenStoreException("the answer of the store is lost", null);
      }
      return answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
