package dev.pat4j.servlet.internal;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Tells of failures that come with every request without filling the log: the first of an outage
 * with its stack trace, and then at most one line in ten seconds, with how many were kept back. An
 * outage is over when nothing has failed for as long. What is kept back is told at DEBUG, whole.
 * Thread-safe.
 */
public final class OutageLog {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Logger log;
  private final long interval;
  private final LongSupplier nanos;
  private final Object lock = new Object();

  private boolean failed;
  private long lastFailure;
  private long lastLine;
  private long keptBack;

  /** Tells this log. */
  public OutageLog(Logger log) {
    this(log, INTERVAL, System::nanoTime);
  }

  /**
   * Tells this log.
   *
   * @param nanos only ever compared with itself, as {@link System#nanoTime}
   */
  OutageLog(Logger log, Duration interval, LongSupplier nanos) {
    this.log = log;
    this.interval = interval.toNanos();
    this.nanos = nanos;
  }

  private enum Telling {
    WHOLE,
    LINE,
    NOTHING
  }

  /**
   * Tells of a failure, or counts it.
   *
   * @param what what could not be done, in words of ours
   * @param failure fit for the log: without secrets; where its trace is left out it is one short
   *     line
   */
  public void failed(String what, Throwable failure) {
    Telling telling;
    long before;
    synchronized (lock) {
      telling = next(nanos.getAsLong());
      before = keptBack;
      keptBack = telling == Telling.NOTHING ? keptBack + 1 : 0;
    }
    String more = before == 0 ? "" : " (and " + before + " more that were kept back)";
    switch (telling) { // outside the lock: an appender may be slow
      case WHOLE -> log.error("{}{}", what, more, failure);
      case LINE -> log.error("{}{}: {}", what, more, LogLines.printable(failure.toString()));
      case NOTHING -> log.debug(what, failure);
    }
  }

  private Telling next(long now) {
    boolean goesOn = failed && now - lastFailure < interval;
    failed = true;
    lastFailure = now;
    if (goesOn && now - lastLine < interval) {
      return Telling.NOTHING;
    }
    lastLine = now;
    return goesOn ? Telling.LINE : Telling.WHOLE;
  }
}
