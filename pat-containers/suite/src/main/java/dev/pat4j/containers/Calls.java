package dev.pat4j.containers;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The calls that reached the application, kept until they are asked for. */
public final class Calls {

  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

  /** Keeps a call. */
  public void add(Call call) {
    calls.add(call);
  }

  /** The calls since this was last asked. */
  public List<Call> take() {
    List<Call> taken = new ArrayList<>();
    for (Call call = calls.poll(); call != null; call = calls.poll()) {
      taken.add(call);
    }
    return taken;
  }
}
