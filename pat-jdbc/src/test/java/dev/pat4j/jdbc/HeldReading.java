package dev.pat4j.jdbc;

import static java.util.stream.Collectors.joining;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenStoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads that begin, are written down, and go on when the test lets one go on. There is a row for
 * each positive number of {@link Tokens}, and none for the others.
 */
final class HeldReading implements SharedTrips.Reading {

  private static final Map<TokenDigest, Long> NUMBERS = new HashMap<>();

  static {
    LongStream.rangeClosed(-10, 200).forEach(number -> NUMBERS.put(Tokens.digest(number), number));
  }

  private final List<String> begun = Collections.synchronizedList(new ArrayList<>());
  private final Semaphore held = new Semaphore(0);
  private final Map<Long, TokenStoreException> failures = new HashMap<>();
  private volatile boolean saysNothingOfSeveral;
  private volatile @Nullable Supplier<Throwable> failure;

  /** From now on the read of this number alone fails. */
  void failOne(long number, TokenStoreException broken) {
    failures.put(number, broken);
  }

  /** From now on reads of several fail; the failure is made by the thread that reads. */
  void failSeveral(Supplier<Throwable> making) {
    failure = making;
  }

  /** From now on reads of several fail in a way that may be the fault of one. */
  void answerNothingToSeveral() {
    saysNothingOfSeveral = true;
  }

  /** Lets so many reads go on, now or when they begin. */
  void release(int reads) {
    held.release(reads);
  }

  /** The reads so far: {@code one 1}, {@code several 2 3}. */
  List<String> begun() {
    return List.copyOf(begun);
  }

  void awaitBegun(int reads) throws InterruptedException {
    while (begun.size() < reads) {
      Thread.sleep(1);
    }
  }

  @Override
  public Optional<StoredToken> byDigest(TokenDigest digest) {
    begin("one", List.of(digest));
    TokenStoreException broken = failures.get(number(digest));
    if (broken != null) {
      throw broken;
    }
    return row(digest);
  }

  @Override
  public Optional<Map<TokenDigest, StoredToken>> byDigests(List<TokenDigest> digests) {
    begin("several", digests);
    Supplier<Throwable> failing = failure;
    if (failing != null) {
      failure = null;
      throw HeldReading.<RuntimeException>sneaky(failing.get());
    }
    if (saysNothingOfSeveral) {
      return Optional.empty();
    }
    Map<TokenDigest, StoredToken> rows = new HashMap<>();
    digests.forEach(digest -> row(digest).ifPresent(row -> rows.put(digest, row)));
    return Optional.of(rows);
  }

  private void begin(String how, List<TokenDigest> digests) {
    begun.add(digests.stream().map(digest -> " " + number(digest)).collect(joining("", how, "")));
    held.acquireUninterruptibly();
  }

  private static Optional<StoredToken> row(TokenDigest digest) {
    long number = number(digest);
    return number > 0 ? Optional.of(Tokens.plain(number)) : Optional.empty();
  }

  private static long number(TokenDigest digest) {
    return NUMBERS.get(digest);
  }

  /** An error, too, is thrown as it is. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T sneaky(Throwable any) throws T {
    throw (T) any;
  }
}
