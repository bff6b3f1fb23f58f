package dev.pat4j.web;

import dev.pat4j.web.leak.PublishedKeys;
import java.net.URI;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The public keys with which reports of leaks are signed. {@link #gitHub} has those that GitHub
 * publishes; a test, or a host that may not call out, implements it.
 *
 * <p>Implementations are thread-safe and may block, for a bounded time. One that throws, because
 * the keys cannot be had now, makes the report fail with 503.
 */
@FunctionalInterface
public interface LeakReportKeys {

  /**
   * The key of this name: elliptic curve, P-256. Empty if there is none.
   *
   * @param identifier from a request, which anybody may have sent
   */
  Optional<PublicKey> find(String identifier);

  /** The keys of GitHub's secret scanning, as {@link #publishedAt} its address. */
  static LeakReportKeys gitHub() {
    return publishedAt(
        URI.create("https://api.github.com/meta/public_keys/secret_scanning"),
        InstantSource.system());
  }

  /**
   * The keys that are published at this address in GitHub's form. They are fetched when they are
   * first asked for, and again after an hour or for an identifier that is new, but at most once a
   * minute whatever is asked. While the address does not answer, the keys that are known are good
   * for a day.
   *
   * @throws IllegalArgumentException unless the address is http or https
   */
  static LeakReportKeys publishedAt(URI address, InstantSource clock) {
    return new PublishedKeys(address, clock);
  }
}
