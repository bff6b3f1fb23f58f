package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.store.EventLog;
import dev.pat4j.store.LoggedEvent;
import dev.pat4j.store.Revocation;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events in a log. A use is recorded by an executor, since a verification waits for no write;
 * all else by the thread that did it, so that it is there when the owner looks.
 */
final class RecordingListener implements TokenListener {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingListener.class);

  private final EventLog log;
  private final Executor executor;

  RecordingListener(EventLog log, Executor executor) {
    this.log = requireNonNull(log, "event log");
    this.executor = requireNonNull(executor, "executor");
  }

  @Override
  public void onEvent(TokenEvent event) {
    if (event instanceof TokenEvent.FirstUsed e) {
      LoggedEvent used = entry(e.at(), e.token(), LoggedEvent.FIRST_USED);
      later(e.from().map(used::from).orElse(used));
    } else if (event instanceof TokenEvent.UsedFromNewAddress e) {
      later(entry(e.at(), e.token(), LoggedEvent.NEW_ADDRESS).from(e.from()));
    } else if (event instanceof TokenEvent.Issued e) {
      issued(e.at(), e.token(), e.token().mintedBy(), e.token().issuedBy());
    } else if (event instanceof TokenEvent.Imported e) {
      log.append(entry(e.at(), e.token(), LoggedEvent.IMPORTED));
    } else if (event instanceof TokenEvent.Changed e) {
      LoggedEvent changed = entry(e.at(), e.after(), LoggedEvent.CHANGED);
      log.append(saying(changed, String.join(", ", differences(e.before(), e.after()))));
    } else if (event instanceof TokenEvent.Regenerated e) {
      log.append(entry(e.at(), e.token(), LoggedEvent.REGENERATED));
    } else if (event instanceof TokenEvent.Rotated e) {
      LoggedEvent rotated = entry(e.at(), e.retired(), LoggedEvent.ROTATED);
      log.append(rotated.saying(e.successor().id().toString()));
      issued(e.at(), e.successor(), Optional.of(e.retired().id()), Optional.empty());
    } else if (event instanceof TokenEvent.Revoked e) {
      log.append(revoked(e));
    } else if (event instanceof TokenEvent.Expiring e) {
      log.append(entry(e.at(), e.token(), LoggedEvent.EXPIRING).saying(e.threshold().toString()));
    } else if (event instanceof TokenEvent.Deleted e) {
      log.append(entry(e.at(), e.token(), LoggedEvent.DELETED));
    }
  }

  private void issued(
      Instant at, AccessToken token, Optional<TokenId> origin, Optional<String> by) {
    LoggedEvent entry = entry(at, token, LoggedEvent.ISSUED);
    LoggedEvent issued = by.map(entry::by).orElse(entry);
    log.append(origin.map(id -> issued.saying(id.toString())).orElse(issued));
  }

  private static LoggedEvent revoked(TokenEvent.Revoked event) {
    LoggedEvent revoked = entry(event.at(), event.token(), LoggedEvent.REVOKED);
    Optional<Revocation> how = event.token().revocation();
    LoggedEvent by = how.map(Revocation::by).map(revoked::by).orElse(revoked);
    return saying(by, how.map(Revocation::reason).orElse(""));
  }

  private static LoggedEvent saying(LoggedEvent event, String text) {
    return text.isBlank() ? event : event.saying(text);
  }

  private static List<String> differences(AccessToken before, AccessToken after) {
    List<String> names = new ArrayList<>();
    if (!before.name().equals(after.name())) {
      names.add("name");
    }
    if (!before.scopes().equals(after.scopes())) {
      names.add("scopes");
    }
    if (!before.expiresAt().equals(after.expiresAt())) {
      names.add("expiry");
    }
    if (!before.allowedAddresses().equals(after.allowedAddresses())) {
      names.add("addresses");
    }
    if (!before.attributes().equals(after.attributes())) {
      names.add("attributes");
    }
    return names;
  }

  private static LoggedEvent entry(Instant at, AccessToken token, String kind) {
    return LoggedEvent.of(at, token.id(), token.owner(), kind);
  }

  private void later(LoggedEvent event) {
    executor.execute(
        () -> {
          try {
            log.append(event);
          } catch (RuntimeException e) { // the executor's thread is not ours to end
            LOG.error("an event of token {} could not be recorded", event.tokenId(), e);
          }
        });
  }
}
