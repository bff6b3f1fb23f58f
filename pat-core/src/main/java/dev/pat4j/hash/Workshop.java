package dev.pat4j.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

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

  /** Benches for each processor: two threads seldom point to one. */
  private static final int BENCHES = 4;

  private static final int MOST_BENCHES = 256;

  /** In ints, two cache lines: processors fetch them in pairs, and no two benches share one. */
  private static final int APART = 32;

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
    int first = (int) Thread.currentThread().getId() & mask;
    if (take(first)) {
      return digestAt(first, text);
    }
    int second = (first + 1) & mask;
    return take(second) ? digestAt(second, text) : new Bench(tools.get()).digest(text);
  }

  private boolean take(int bench) {
    int at = (bench + 1) * APART;
    return taken.get(at) == 0 && taken.compareAndSet(at, 0, 1);
  }

  private TokenDigest digestAt(int place, String text) {
    Bench bench = benches.getPlain(place); // whoever has taken it is alone with it
    if (bench == null) {
      bench = new Bench(tools.get());
      benches.setPlain(place, bench);
    }
    TokenDigest digest = bench.digest(text);
    taken.setRelease((place + 1) * APART, 0);
    return digest;
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

    TokenDigest digest(String secret) {
      int length = secret.length();
      try {
        if (length <= LONGEST && isCopied(secret, length)) {
          tool.hash(text, length, result);
          Arrays.fill(text, 0, length, (byte) 0);
        } else {
          byte[] bytes = secret.getBytes(UTF_8);
          tool.hash(bytes, bytes.length, result);
        }
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java platform cannot hash", e);
      }
      return TokenDigest.at(words);
    }

    /** Copies ASCII, which is its own UTF-8; false for any other text. */
    @SuppressWarnings("deprecation") // it cuts characters down to bytes: these lose nothing
    private boolean isCopied(String secret, int length) {
      int all = 0;
      for (int i = 0; i < length; i++) {
        all |= secret.charAt(i);
      }
      if (all >= 0x80) {
        return false;
      }
      secret.getBytes(0, length, text, 0); // no array, and one copy of all at once
      return true;
    }
  }
}
