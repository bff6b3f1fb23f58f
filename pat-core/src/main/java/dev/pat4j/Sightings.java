package dev.pat4j;

import dev.pat4j.store.LastUse;
import dev.pat4j.store.TokenId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Notices the first use of a token, and uses from addresses it was not lately seen at.
 *
 * <p>What the rows do not say is kept in bounded memory: after a restart, or once the memory is
 * full and forgotten, a first use or an address may be told again; none goes untold.
 */
final class Sightings {

  private static final int MOST_TOKENS = 10_000;
  private static final int MOST_ADDRESSES = 32;

  private final Events events;
  private final Map<TokenId, Set<String>> seen = new ConcurrentHashMap<>();

  Sightings(Events events) {
    this.events = events;
  }

  void note(AccessToken token, @Nullable LastUse last, Instant now, @Nullable String from) {
    if (events.isSilent()) {
      return;
    }
    if (last == null) {
      if (isFirst(token.id(), from)) {
        events.tell(new TokenEvent.FirstUsed(now, token, Optional.ofNullable(from)));
        return;
      }
    } else if (from == null || from.equals(last.from().orElse(null))) {
      return;
    }
    if (from != null && isNew(token.id(), from)) {
      events.tell(new TokenEvent.UsedFromNewAddress(now, token, from));
    }
  }

  private boolean isFirst(TokenId id, @Nullable String from) {
    Set<String> addresses = ConcurrentHashMap.newKeySet();
    if (from != null) {
      addresses.add(from);
    }
    makeRoom();
    return seen.putIfAbsent(id, addresses) == null;
  }

  private boolean isNew(TokenId id, String from) {
    makeRoom();
    Set<String> addresses = seen.computeIfAbsent(id, key -> ConcurrentHashMap.newKeySet());
    if (addresses.size() >= MOST_ADDRESSES && !addresses.contains(from)) {
      addresses.clear();
    }
    return addresses.add(from);
  }

  private void makeRoom() {
    if (seen.size() >= MOST_TOKENS) {
      seen.clear();
    }
  }
}
