package dev.pat4j.benchmarks;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Verification;
import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/** A good token, verified: in memory, through the cache, under HMAC, and by the prototypes. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+AlwaysPreTouch"})
public class VerifyBenchmark {

  /** Where each thread is in the texts; the threads begin far from each other. */
  @State(Scope.Thread)
  public static class Turn {
    private final Prototype.Hands hands = new Prototype.Hands();
    private int next = (int) (Thread.currentThread().getId() * 7_919);

    String of(String[] texts) {
      int turn = next + 1;
      next = turn < texts.length ? turn : 0;
      return texts[turn < texts.length ? turn : 0];
    }
  }

  /** Each once, so that its last use is noted, as it is of a token in use. */
  private static void use(PersonalAccessTokens library, String[] texts) {
    for (String text : texts) {
      library.verify(text);
    }
  }

  @State(Scope.Benchmark)
  public static class InMemory {
    @Param({"10000", "1000000"})
    int tokens;

    PersonalAccessTokens library;
    String[] texts;

    @Setup
    public void issue() {
      library = Population.library(new InMemoryTokenStore(), TokenHasher.sha256());
      texts = Population.issue(library, tokens);
      use(library, texts);
    }
  }

  @State(Scope.Benchmark)
  public static class Cached {
    @Param({"10000", "1000000"})
    int tokens;

    PersonalAccessTokens library;
    String[] texts;

    @Setup
    public void issueAndFill() {
      InMemoryTokenStore store = new InMemoryTokenStore();
      CachingTokenStore cached =
          CachingTokenStore.builder(store, store.changes()).maximumTokens(tokens * 2).build();
      library = Population.library(cached, TokenHasher.sha256());
      texts = Population.issue(library, tokens);
      use(library, texts);
    }
  }

  @State(Scope.Benchmark)
  public static class Keyed {
    @Param("10000")
    int tokens;

    PersonalAccessTokens library;
    String[] texts;

    @Setup
    public void issue() {
      TokenHasher hasher = TokenHasher.hmacSha256("k1", new byte[32]);
      library = Population.library(new InMemoryTokenStore(), hasher);
      texts = Population.issue(library, tokens);
      use(library, texts);
    }
  }

  @State(Scope.Benchmark)
  public static class Bare {
    @Param({"10000", "1000000"})
    int tokens;

    final Prototype prototype = new Prototype();
    String[] texts;

    @Setup
    public void fill() {
      PersonalAccessTokens issuer =
          Population.library(new InMemoryTokenStore(), TokenHasher.sha256());
      texts = Population.issue(issuer, tokens);
      Prototype.Hands hands = new Prototype.Hands();
      for (String text : texts) {
        prototype.add(text, hands);
      }
    }
  }

  @State(Scope.Benchmark)
  public static class Naive {
    @Param({"10000", "1000000"})
    int tokens;

    final Prototype prototype = new Prototype();
    String[] texts;

    @Setup
    public void fill() throws NoSuchAlgorithmException {
      PersonalAccessTokens issuer =
          Population.library(new InMemoryTokenStore(), TokenHasher.sha256());
      texts = Population.issue(issuer, tokens);
      for (int i = 0; i < texts.length; i++) {
        prototype.addNaive(texts[i]);
        texts[i] = "Bearer " + texts[i];
      }
    }
  }

  @Benchmark
  public Verification inMemory(InMemory state, Turn turn) {
    return state.library.verify(turn.of(state.texts));
  }

  @Benchmark
  @Threads(2)
  public Verification inMemoryTwoThreads(InMemory state, Turn turn) {
    return state.library.verify(turn.of(state.texts));
  }

  @Benchmark
  public Verification cached(Cached state, Turn turn) {
    return state.library.verify(turn.of(state.texts));
  }

  @Benchmark
  @Threads(2)
  public Verification cachedTwoThreads(Cached state, Turn turn) {
    return state.library.verify(turn.of(state.texts));
  }

  @Benchmark
  public Verification hmac(Keyed state, Turn turn) {
    return state.library.verify(turn.of(state.texts));
  }

  @Benchmark
  public Object prototype(Bare state, Turn turn) {
    return state.prototype.verify(turn.of(state.texts), turn.hands);
  }

  @Benchmark
  public Object naive(Naive state, Turn turn) throws NoSuchAlgorithmException {
    return state.prototype.verifyNaively(turn.of(state.texts), "repo");
  }
}
