package dev.pat4j;

import dev.pat4j.store.EventLog;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/**
 * Is told what happens to tokens: for audit trails, mails and counters.
 *
 * <p>Called on the thread that did it, after it is done; what must take long goes elsewhere. An
 * exception is logged and changes nothing. Implementations are thread-safe. With several nodes each
 * event is told by the node it happened on.
 */
@FunctionalInterface
public interface TokenListener {

  /** Is told of one event. New kinds of events may be added: pass over those not known. */
  void onEvent(TokenEvent event);

  /**
   * A listener that writes to the slf4j logger {@code dev.pat4j.audit}: ids, owners, reasons and
   * addresses, never a secret or a digest. Refusals are at level debug, all else at info.
   */
  static TokenListener slf4j() {
    return new LoggingListener();
  }

  /** {@link #recordingIn(EventLog, Executor)} with the common pool. */
  static TokenListener recordingIn(EventLog log) {
    return recordingIn(log, ForkJoinPool.commonPool());
  }

  /**
   * A listener that keeps in this log what happens to tokens, refusals left out. First uses and new
   * addresses are appended by the executor, since a verification waits for no write; all else by
   * the thread that did it. If the log breaks, that is logged as an error and the entry is lost.
   */
  static TokenListener recordingIn(EventLog log, Executor executor) {
    return new RecordingListener(log, executor);
  }
}
