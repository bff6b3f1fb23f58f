package dev.pat4j.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pat4j.internal.AtHand;
import dev.pat4j.store.StoredToken;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes with a few tools that all threads share, so that a hash allocates its result and nothing
 * else.
 *
 * <p>A {@code MessageDigest} asked for at each hash costs 264 bytes, a {@code Mac} 870 and the time
 * of a second hash. One for each thread would be one for each virtual thread. So there are some
 * benches, each with its tool; a thread takes the one that its id points to, or else the next, with
 * one uncontended compare-and-set, and never waits: where both are taken it works with a new tool.
 * Nothing blocks while a bench is taken, so that even a virtual thread leaves it soon.
 *
 * <p>A bench is given back only clean. If a hash ends by an exception, its bench stays taken for
 * ever, and nobody computes with what was left there. The text is wiped before it is given back.
 */
final class Workshop {

  /** Computes the hash of the first bytes here; left as new when it returns. */
  interface Tool {
    void hash(byte[] text, int length, byte[] result) throws GeneralSecurityException;
  }

  /** Longer texts are no tokens, and are hashed with what they need. */
  private static final int LONGEST = 128;

  /**
   * Benches for each processor, so that two threads seldom point to one: those that do take 260 ns
   * for a verification, and the others 190.
   */
  private static final int BENCHES = 16;

  private static final int MOST_BENCHES = 256;

  /** In ints, two cache lines: processors fetch them in pairs, and no two benches share one. */
  private static final int APART = 32;

  private static final int NONE = -1;

  private final Supplier<Tool> tools;
  private final int mask;
  private final AtomicIntegerArray taken;
  private final AtomicReferenceArray<Bench> benches;

  Workshop(Supplier<Tool> tools) {
    int wished = Math.min(MOST_BENCHES, BENCHES * Runtime.getRuntime().availableProcessors());
    int many = Integer.highestOneBit(wished);
    this.tools = tools;
    this.mask = many - 1;
    this.taken = new AtomicIntegerArray((many + 1) * APART);
    this.benches = new AtomicReferenceArray<>(many);
  }

  /** The digest of this text in UTF-8. */
  TokenDigest digest(String text) {
    int place = takeOne();
    Bench bench = benchAt(place);
    bench.hash(text);
    TokenDigest digest = TokenDigest.at(bench.words);
    giveBack(place);
    return digest;
  }

  /**
   * What this store has at hand under the digest of this text in ASCII. It is asked when the bench
   * has been given back.
   *
   * @param ascii is nothing else, and not looked at once more: that took a fifth of the hash
   */
  @Nullable StoredToken find(String ascii, AtHand store) {
    int place = takeOne();
    Bench bench = benchAt(place);
    bench.hashAscii(ascii);
    ByteBuffer words = bench.words;
    long a = words.getLong(0);
    long b = words.getLong(8);
    long c = words.getLong(16);
    long d = words.getLong(24);
    giveBack(place);
    return AtHand.find(store, a, b, c, d);
  }

  /** The place of a bench that is now this thread's; {@link #NONE} if both were taken. */
  private int takeOne() {
    int first = (int) Thread.currentThread().getId() & mask;
    if (take(first)) {
      return first;
    }
    int second = (first + 1) & mask;
    return take(second) ? second : NONE;
  }

  private boolean take(int bench) {
    int at = (bench + 1) * APART;
    return taken.get(at) == 0 && taken.compareAndSet(at, 0, 1);
  }

  /** Whoever has taken it is alone with it. */
  private Bench benchAt(int place) {
    Bench bench = place == NONE ? null : benches.getPlain(place);
    if (bench == null) {
      bench = new Bench(tools.get());
      if (place != NONE) {
        benches.setPlain(place, bench);
      }
    }
    return bench;
  }

  private void giveBack(int place) {
    if (place != NONE) {
      taken.setRelease((place + 1) * APART, 0);
    }
  }

  /** A tool, and room for what goes in and comes out. */
  private static final class Bench {

    private final Tool tool;
    private final byte[] text = new byte[LONGEST];
    private final byte[] result = new byte[TokenDigest.LENGTH];
    private final ByteBuffer words = ByteBuffer.wrap(result);

    Bench(Tool tool) {
      this.tool = tool;
    }

    /** Leaves the hash of this text, in UTF-8, in {@link #words}. */
    void hash(String secret) {
      if (isAscii(secret)) { // which is its own UTF-8
        hashAscii(secret);
      } else {
        byte[] bytes = secret.getBytes(UTF_8);
        hash(bytes, bytes.length);
      }
    }

    /** As {@link #hash(String)}, of a text that is ASCII. */
    @SuppressWarnings("deprecation") // it cuts characters down to bytes: these lose nothing
    void hashAscii(String secret) {
      int length = secret.length();
      if (length > LONGEST) {
        byte[] bytes = secret.getBytes(US_ASCII);
        hash(bytes, bytes.length);
        return;
      }
      secret.getBytes(0, length, text, 0); // no array, and one copy of all at once
      hash(text, length);
      Arrays.fill(text, 0, length, (byte) 0);
    }

    private void hash(byte[] bytes, int length) {
      try {
        tool.hash(bytes, length, result);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java platform cannot hash", e);
      }
    }

    private static boolean isAscii(String secret) {
      int all = 0;
      for (int i = 0; i < secret.length(); i++) {
        all |= secret.charAt(i);
      }
      return all < 0x80;
    }
  }
}
