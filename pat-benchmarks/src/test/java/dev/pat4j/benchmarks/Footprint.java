package dev.pat4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Verification;
import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.ObjectName;
import org.slf4j.LoggerFactory;

/**
 * What the library weighs: bytes of heap for a token, by the histogram of live objects, and the
 * milliseconds from its first class to its first verification, in JVMs of their own.
 */
public final class Footprint {

  private static final int TOKENS = 1_000_000;
  private static final int STARTS = 9;

  private Footprint() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      System.out.println(
          switch (args[0]) {
            case "memory" -> inMemory();
            case "cache" -> cacheEntry();
            default -> startUp();
          });
      return;
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("heap.memory.bytes", inOwnJvm("memory"));
    figures.put("heap.cache.bytes", inOwnJvm("cache"));
    double[] starts = new double[STARTS];
    for (int i = 0; i < STARTS; i++) {
      starts[i] = inOwnJvm("start");
    }
    Arrays.sort(starts);
    figures.put("start.ms", starts[STARTS / 2]);
    Figures.tell("footprint", figures);
  }

  /** Issued tokens in the in-memory store, every index included. */
  private static double inMemory() throws Exception {
    InMemoryTokenStore store = new InMemoryTokenStore();
    PersonalAccessTokens library = Population.library(store, TokenHasher.sha256());
    long before = live();
    Population.issue(library, TOKENS);
    double each = (double) (live() - before) / TOKENS;
    keep(store, library);
    return each;
  }

  /** Entries of the cache, beyond the rows, which a store in memory beneath it has already. */
  private static double cacheEntry() throws Exception {
    InMemoryTokenStore store = new InMemoryTokenStore();
    CachingTokenStore cached =
        CachingTokenStore.builder(store, store.changes()).maximumTokens(TOKENS * 2).build();
    String[] texts = Population.issue(Population.library(store, TokenHasher.sha256()), TOKENS);
    long before = live();
    TokenHasher hasher = TokenHasher.sha256();
    for (String text : texts) {
      cached.findByDigest(hasher.digest(text));
    }
    double each = (double) (live() - before) / TOKENS;
    keep(cached, texts);
    return each;
  }

  private static double startUp() {
    LoggerFactory.getLogger(
        Footprint.class); // how long that takes, the host's choice of a log says
    long began = System.nanoTime();
    PersonalAccessTokens library = PersonalAccessTokens.builder(new InMemoryTokenStore()).build();
    Verification known = library.verify("pat_0000000000000000000000000000002C8GjS");
    double millis = (System.nanoTime() - began) / 1e6;
    keep(library, known);
    return millis;
  }

  /** Bytes of the objects that are alive, after a full collection. */
  private static long live() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    String[] total = histogram.strip().split("\n", -1);
    String[] words = total[total.length - 1].strip().split("\\s+", -1);
    return Long.parseLong(words[2]);
  }

  private static void keep(Object... alive) {
    if (alive.length == 0) {
      throw new IllegalStateException();
    }
  }

  private static double inOwnJvm(String what) throws Exception {
    String command = ProcessHandle.current().info().command().orElse("java");
    Process process =
        new ProcessBuilder(
                command,
                "-Xmx3g",
                "-cp",
                System.getProperty("java.class.path"),
                Footprint.class.getName(),
                what)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).strip().split("\n", -1);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(what + " failed");
    }
    return Double.parseDouble(lines[lines.length - 1]);
  }
}
