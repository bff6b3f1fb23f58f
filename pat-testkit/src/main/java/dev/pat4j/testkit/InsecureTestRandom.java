package dev.pat4j.testkit;

import java.io.Serial;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.util.Random;

/**
 * For tests alone: a {@link SecureRandom} in type and in nothing else. Whoever knows the seed knows
 * every byte, and so every token made from it.
 *
 * <p>The same seed gives the same bytes on every machine and in every version of Java. Thread-safe.
 */
public final class InsecureTestRandom extends SecureRandom {

  @Serial private static final long serialVersionUID = 1L;

  /** The bytes that follow from this seed. */
  public InsecureTestRandom(long seed) {
    super(new Predictable(seed), null);
  }

  @Override
  public String getAlgorithm() {
    return "insecure, for tests";
  }

  private static final class Predictable extends SecureRandomSpi {

    @Serial private static final long serialVersionUID = 1L;

    private final Random random;

    Predictable(long seed) {
      this.random = new Random(seed);
    }

    /** Seeding more would make it depend on who seeds it when. */
    @Override
    protected void engineSetSeed(byte[] seed) {}

    @Override
    protected void engineNextBytes(byte[] bytes) {
      random.nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
      byte[] seed = new byte[count];
      engineNextBytes(seed);
      return seed;
    }
  }
}
