package dev.pat4j.containers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Listens to every logger of this JVM, and to those of this library at their chattiest. */
public final class LogCapture implements AutoCloseable {

  private final Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = logger("dev.pat4j");
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  /** Listens from now on. */
  public LogCapture() {
    ours.setLevel(Level.TRACE);
    events.start();
    root.addAppender(events);
  }

  /** What was logged: each event with its logger and with all that was thrown. */
  public List<String> lines() {
    return List.copyOf(events.list).stream().map(LogCapture::text).toList();
  }

  @Override
  public void close() {
    root.detachAppender(events);
    ours.setLevel(null);
  }

  private static String text(ILoggingEvent event) {
    StringBuilder text = new StringBuilder(event.getLoggerName() + ": ");
    text.append(event.getFormattedMessage()).append(event.getMDCPropertyMap());
    append(event.getThrowableProxy(), text);
    return text.toString();
  }

  @SuppressWarnings("NullAway") // Logback's proxies have no cause by null
  private static void append(IThrowableProxy thrown, StringBuilder text) {
    if (thrown != null) {
      text.append('\n').append(thrown.getClassName()).append(": ").append(thrown.getMessage());
      for (IThrowableProxy suppressed : thrown.getSuppressed()) {
        append(suppressed, text);
      }
      append(thrown.getCause(), text);
    }
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
