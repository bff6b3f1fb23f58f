package dev.pat4j;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener; one that fails in whatever way is logged and harms nobody. */
final class Events {

  private static final Logger LOG = LoggerFactory.getLogger(Events.class);

  private final List<TokenListener> listeners;

  Events(List<TokenListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** Whether nobody listens, so that an event need not even be made. */
  boolean isSilent() {
    return listeners.isEmpty();
  }

  void tell(TokenEvent event) {
    for (TokenListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (Throwable e) { // errors, too: a revocation that was begun must reach every token
        LOG.error("a token listener failed on {}", event.getClass().getSimpleName(), e);
      }
    }
  }
}
