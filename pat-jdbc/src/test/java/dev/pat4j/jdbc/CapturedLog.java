package dev.pat4j.jdbc;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Everything that this library says at any level until it is closed, stack traces included. */
final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final List<ILoggingEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.pat4j");
  private final Level before = logger.getLevel();

  CapturedLog() {
    logger.setLevel(Level.TRACE);
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    events.add(event);
  }

  /** The messages from this level on, each with its level in front. */
  List<String> lines(Level least) {
    return List.copyOf(events).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(least))
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  /** All of it as one text. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (ILoggingEvent event : List.copyOf(events)) {
      text.append(event.getLoggerName()).append(' ').append(event.getFormattedMessage());
      IThrowableProxy thrown = event.getThrowableProxy();
      if (thrown != null) {
        text.append('\n').append(ThrowableProxyUtil.asString(thrown));
      }
      text.append('\n');
    }
    return text.toString();
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(before);
    stop();
  }
}
