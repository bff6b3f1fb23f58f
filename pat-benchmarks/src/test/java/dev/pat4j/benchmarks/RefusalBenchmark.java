package dev.pat4j.benchmarks;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Verification;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What somebody costs who presents junk. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RefusalBenchmark {

  private final PersonalAccessTokens library =
      Population.library(new InMemoryTokenStore(), TokenHasher.sha256());
  private String foreign = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";
  private String mistyped = Population.issue(library, 1)[0].replaceFirst("....$", "0000");
  private String unknown =
      Population.issue(Population.library(new InMemoryTokenStore(), TokenHasher.sha256()), 2)[1];

  /** Step 1. */
  @Benchmark
  public Verification malformed() {
    return library.verify(foreign);
  }

  /** Step 2. */
  @Benchmark
  public Verification wrongChecksum() {
    return library.verify(mistyped);
  }

  /** Step 4: made up with care. */
  @Benchmark
  public Verification unknown() {
    return library.verify(unknown);
  }
}
