package dev.pat4j.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** How much is held, and for how long, as the builder was told. */
record Limits(
    int maximumTokens,
    Duration maximumAge,
    int maximumUnknown,
    Duration unknownAge,
    Ticker ticker) {}
