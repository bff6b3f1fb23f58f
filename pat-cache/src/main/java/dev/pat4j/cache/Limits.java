package dev.pat4j.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** How much is held, and for how long, as the builder was told. */
record Limits(
    int maximumTokens,
    Duration maximumAge,
    int maximumUnknown,
    Duration unknownAge,
    Ticker ticker) {

  /** Something so large and kept so long; it evicts on the threads that call, having none. */
  Caffeine<Object, Object> bounded(int entries, Duration age) {
    return Caffeine.newBuilder()
        .maximumSize(entries)
        .expireAfterWrite(age)
        .ticker(ticker)
        .executor(Runnable::run);
  }
}
