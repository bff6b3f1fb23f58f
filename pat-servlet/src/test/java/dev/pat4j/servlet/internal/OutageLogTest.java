package dev.pat4j.servlet.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One stack trace for an outage, then a line now and then that says how many there were. */
class OutageLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(OutageLogTest.class);
  private final List<ILoggingEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          events.add(event);
        }
      };

  /** Begins where the machine's own clock may overflow. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

  private final OutageLog outages = new OutageLog(logger, Duration.ofSeconds(10), nanos::get);
  private final Exception down = new IllegalStateException("down");

  @BeforeEach
  void listen() {
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<String> errors() {
    List<String> lines = new ArrayList<>();
    for (ILoggingEvent event : events) {
      if (event.getLevel() == Level.ERROR) {
        String trace = event.getThrowableProxy() == null ? "" : " + trace";
        lines.add(event.getFormattedMessage() + trace);
      }
    }
    events.clear();
    return lines;
  }

  @Test
  void theFirstFailureIsToldWholeAndTheOthersAreCounted() {
    for (int i = 0; i < 7; i++) {
      outages.failed("broken", down);
    }
    assertEquals(List.of("broken + trace"), errors());
    pass(Duration.ofMillis(9_999));
    outages.failed("broken", down);
    assertEquals(List.of(), errors());
    pass(Duration.ofMillis(1));
    outages.failed("broken", down);
    assertEquals(
        List.of("broken (and 7 more that were kept back): java.lang.IllegalStateException: down"),
        errors());
    pass(Duration.ofSeconds(9));
    outages.failed("broken", down);
    pass(Duration.ofSeconds(9));
    outages.failed("broken", down);
    assertEquals(
        List.of("broken (and 1 more that were kept back): java.lang.IllegalStateException: down"),
        errors());
  }

  @Test
  void whatIsKeptBackIsToldAtDebug() {
    outages.failed("broken", down);
    events.clear();
    outages.failed("broken", down);
    assertEquals(1, events.size());
    assertEquals(Level.DEBUG, events.get(0).getLevel());
    assertEquals("down", events.get(0).getThrowableProxy().getMessage());
  }

  @Test
  void theNextOutageBeginsWithATraceAgain() {
    outages.failed("broken", down);
    outages.failed("broken", down);
    errors();
    pass(Duration.ofSeconds(10));
    outages.failed("broken", down);
    assertEquals(List.of("broken (and 1 more that were kept back) + trace"), errors());
    pass(Duration.ofSeconds(10));
    outages.failed("broken", down);
    assertEquals(List.of("broken + trace"), errors());
  }

  @Test
  void manyAtOnceAreCountedEachOnce() {
    IntStream.range(0, 10_000).parallel().forEach(i -> outages.failed("broken", down));
    assertEquals(List.of("broken + trace"), errors());
    pass(Duration.ofSeconds(9));
    outages.failed("broken", down);
    pass(Duration.ofSeconds(9));
    outages.failed("broken", down);
    String line = errors().get(0);
    assertTrue(line.startsWith("broken (and 10000 more"), line);
  }

  @Test
  void aLineIsOneLineAndShort() {
    Exception endless = new IllegalStateException("a\nforged\u2028" + "x".repeat(1_000));
    outages.failed("broken", endless);
    for (int i = 0; i < 2; i++) {
      pass(Duration.ofSeconds(9));
      outages.failed("broken", endless);
    }
    String line = errors().get(1);
    assertTrue(line.contains("IllegalStateException: a?forged?xxx"), line);
    assertTrue(line.endsWith("xxx...") && line.length() < 300, line);
  }
}
