package dev.pat4j.examples.githost;

import dev.pat4j.AddressRange;
import dev.pat4j.servlet.FailureThrottle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes whoever keeps showing wrong passwords, secrets or tokens wait: ten failures are free, and
 * then one every six seconds. It knows addresses alone, so that nobody can lock another's account;
 * those behind one address wait together.
 *
 * <p>One of these is for all doors of a host, since at each of its own one could guess as often
 * again. Thread-safe; several nodes would keep the counts in something they share.
 */
final class FailureLimit implements FailureThrottle {

  private static final int FREE = 10;
  private static final Duration PAUSE = Duration.ofSeconds(6);

  /** However many addresses somebody sends from, they fill no memory. */
  private static final int MOST_NETWORKS = 10_000;

  private final InstantSource clock;

  /** When the failures of each will be forgotten; the one that failed longest ago comes first. */
  private final Map<String, Instant> forgotten = new LinkedHashMap<>();

  FailureLimit(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Duration delay(String clientAddress) {
    Instant now = clock.instant();
    synchronized (forgotten) {
      Instant end = forgotten.getOrDefault(network(clientAddress), now);
      return Duration.between(now, end).minus(PAUSE.multipliedBy(FREE - 1));
    }
  }

  @Override
  public void failed(String clientAddress) {
    String network = network(clientAddress);
    Instant now = clock.instant();
    synchronized (forgotten) {
      Instant end = forgotten.remove(network);
      Instant from = end == null || end.isBefore(now) ? now : end;
      forgotten.put(network, from.plus(PAUSE));
      if (forgotten.size() > MOST_NETWORKS) {
        Iterator<String> longestAgo = forgotten.keySet().iterator();
        longestAgo.next();
        longestAgo.remove();
      }
    }
  }

  /** Whoever has an IPv6 address has the other 2^64 of its network, too. */
  private static String network(String address) {
    try {
      return address.indexOf(':') < 0 ? address : AddressRange.parse(address + "/64").toString();
    } catch (IllegalArgumentException mappedOrUnknown) {
      return address;
    }
  }
}
