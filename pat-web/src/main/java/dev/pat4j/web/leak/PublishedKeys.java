package dev.pat4j.web.leak;

import static java.util.Objects.requireNonNull;

import dev.pat4j.web.LeakReportKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that are fetched from where they are published, and kept. One thread fetches at a time, at
 * most once a minute; the others are answered from what is known, or wait for it for a moment.
 */
public final class PublishedKeys implements LeakReportKeys {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);

  private static final Duration FRESH = Duration.ofHours(1);
  private static final Duration TRUSTED = Duration.ofDays(1);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long PATIENCE_SECONDS = 10;
  private static final long WAITING_SECONDS = 2;
  private static final Pattern IDENTIFIER = Pattern.compile("[0-9A-Za-z_-]{1,128}");

  private final URI address;
  private final InstantSource clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final ReentrantLock fetching = new ReentrantLock();

  /** Written by the thread that holds the lock. */
  private volatile @Nullable Known known;

  private volatile @Nullable Instant triedAt;
  private volatile boolean failed;

  private record Known(Map<String, PublicKey> keys, @Nullable String etag, Instant at) {
    boolean isOlderThan(Duration age, Instant now) {
      return at.plus(age).isBefore(now);
    }
  }

  /** Keys from this address. */
  public PublishedKeys(URI address, InstantSource clock) {
    String scheme = String.valueOf(address.getScheme());
    if (!(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException("keys are fetched by http or https, not from " + address);
    }
    this.address = address;
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public Optional<PublicKey> find(String identifier) {
    if (!IDENTIFIER.matcher(identifier).matches()) {
      return Optional.empty();
    }
    Known before = known;
    boolean fresh =
        before != null
            && !before.isOlderThan(FRESH, clock.instant())
            && before.keys.containsKey(identifier);
    if (!fresh) {
      renew(identifier);
    }
    Known now = known;
    if (now == null || now.isOlderThan(TRUSTED, clock.instant())) {
      throw new IllegalStateException("the keys at " + address + " cannot be had now");
    }
    PublicKey key = now.keys.get(identifier);
    if (key == null && failed) { // it may be a new one
      throw new IllegalStateException("the keys at " + address + " cannot be renewed now");
    }
    return Optional.ofNullable(key);
  }

  private void renew(String identifier) {
    if (!mayTry() || !begin(identifier)) {
      return;
    }
    try {
      if (mayTry()) { // nobody else has meanwhile
        triedAt = clock.instant();
        failed = true;
        fetch();
        failed = false;
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("the keys at {} could not be fetched", address, e);
    } finally {
      fetching.unlock();
    }
  }

  private boolean mayTry() {
    Instant last = triedAt;
    return last == null || !clock.instant().isBefore(last.plus(PAUSE));
  }

  /** Who has a key at hand waits for no other thread; who has none, not for long. */
  private boolean begin(String identifier) {
    Known now = known;
    if (now != null && now.keys.containsKey(identifier)) {
      return fetching.tryLock();
    }
    try {
      return fetching.tryLock(WAITING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void fetch() throws IOException {
    Known before = known;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
            .header("Accept", "application/json")
            .header("User-Agent", "pat4j");
    if (before != null && before.etag != null) {
      request.header("If-None-Match", before.etag);
    }
    HttpResponse<byte[]> answer = answer(request.build());
    if (answer.statusCode() == 304 && before != null) {
      known = new Known(before.keys, before.etag, clock.instant());
    } else if (answer.statusCode() == 200) {
      String etag = answer.headers().firstValue("ETag").orElse(null);
      known = new Known(KeyList.read(answer.body()), etag, clock.instant());
    } else {
      throw new IOException("status " + answer.statusCode());
    }
  }

  /** The whole of it within the time: a timeout of the request ends with the headers. */
  private HttpResponse<byte[]> answer(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> underWay =
        client.sendAsync(request, answer -> new BoundedBody(KeyList.MOST_BYTES));
    try {
      return underWay.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e.getCause());
    } catch (TimeoutException e) {
      underWay.cancel(true);
      throw new IOException("no answer after " + PATIENCE_SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      underWay.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
