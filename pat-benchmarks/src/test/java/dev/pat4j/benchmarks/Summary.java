package dev.pat4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the table of figures into the README, and two plots into {@code docs/images}, from what
 * was measured last; nothing in there is typed by hand. What was not measured is left out.
 */
public final class Summary {

  private static final String BEGIN = "<!-- measured: written by Summary of pat-benchmarks -->";
  private static final String END = "<!-- end of what was measured -->";

  private final Results results;
  private final List<String> lines = new ArrayList<>();

  private Summary(Results results) {
    this.results = results;
  }

  public static void main(String[] args) throws IOException {
    Results results = Results.in(Path.of("target"));
    Path root = Path.of("..").toAbsolutePath().normalize();
    Path readme = root.resolve("README.md");
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("README.md lacks the lines '" + BEGIN + "' and '" + END + "'");
    }
    String table = new Summary(results).table();
    Files.writeString(
        readme, text.substring(0, begin) + BEGIN + "\n" + table + text.substring(end));
    Plots.write(results, root.resolve("docs/images"));
    System.out.print(table);
  }

  private String table() throws IOException {
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, %d processors, JDK %s, %s; ± is half the distance between the quartiles.",
            processor(),
            Runtime.getRuntime().availableProcessors(),
            String.join(" and ", results.jdks()),
            LocalDate.now(ZoneOffset.UTC)));
    lines.add("");
    lines.add("| what | figure | beside | ratio | goal |");
    lines.add("|---|---|---|---|---|");
    beside("verify, 10,000 tokens in memory", "VerifyBenchmark.inMemory:10000", SHA, "≤ 2");
    beside("verify, 10,000 tokens in the cache", "VerifyBenchmark.cached:10000", SHA, "≤ 2");
    String prototype = "a bare ConcurrentHashMap=VerifyBenchmark.prototype:";
    beside(
        "verify, 10,000 tokens in memory",
        "VerifyBenchmark.inMemory:10000",
        prototype + "10000",
        "");
    beside(
        "verify, a million tokens in memory",
        "VerifyBenchmark.inMemory:1000000",
        prototype + "1000000",
        "≤ 1.2");
    beside(
        "verify, a million tokens in the cache",
        "VerifyBenchmark.cached:1000000",
        prototype + "1000000",
        "≤ 1.2");
    beside(
        "verify on two threads, each",
        "VerifyBenchmark.inMemoryTwoThreads:10000",
        "one thread=VerifyBenchmark.inMemory:10000",
        "≤ 1.05");
    beside(
        "verify under HMAC",
        "VerifyBenchmark.hmac",
        "HMAC with a reused Mac=FloorBenchmark.hmacReused",
        "≤ 1.5");
    alone("a malformed token", "RefusalBenchmark.malformed", "≤ 40 ns, 0 B");
    alone("a wrong checksum", "RefusalBenchmark.wrongChecksum", "≤ 40 ns, 0 B");
    times("java-jwt, HS256", "PeersBenchmark.javaJwtHs256", "PeersBenchmark.pat4j", "≥ 10");
    times("jjwt, HS256", "PeersBenchmark.jjwtHs256", "PeersBenchmark.pat4j", "≥ 30");
    times("nimbus-jose-jwt, HS256", "PeersBenchmark.nimbusHs256", "PeersBenchmark.pat4j", "≥ 30");
    times("java-jwt, ES256", "PeersBenchmark.javaJwtEs256", "PeersBenchmark.pat4j", "");
    times("nimbus-jose-jwt, RS256", "PeersBenchmark.nimbusRs256", "PeersBenchmark.pat4j", "");
    times("PBKDF2, 10,000 rounds", "SlowHashBenchmark.pbkdf2", "PeersBenchmark.pat4j", "");
    times("BCrypt, cost 10", "SlowHashBenchmark.bcrypt", "PeersBenchmark.pat4j", "");
    times("Argon2id, 64 MB", "SlowHashBenchmark.argon2", "PeersBenchmark.pat4j", "");
    filter("Spring Security, opaque token", "FilterBenchmark.springOpaqueToken", "≥ 8");
    filter("Spring Security, JWT HS256", "FilterBenchmark.springJwt", "");
    figure("heap for a token in memory, of a million", "heap.memory.bytes", "%.0f B", "≤ 200 B");
    figure(
        "heap for an entry of the cache, beside its row", "heap.cache.bytes", "%.0f B", "≤ 160 B");
    figure("from the first class to the first verification", "start.ms", "%.0f ms", "< 100 ms");
    figure(
        "requests with the filter, of those without, Bearer",
        "jetty.bearer.ratio",
        "%.3f",
        "≥ 0.97");
    figure(
        "requests with the filter, of those without, Basic", "jetty.basic.ratio", "%.3f", "≥ 0.97");
    lines.add("");
    lines.add("![One verification, by the number of tokens](docs/images/verify-by-tokens.svg)");
    lines.add("");
    lines.add("![One verification, beside its alternatives](docs/images/verify-peers.svg)");
    return String.join("\n", lines) + "\n";
  }

  private static final String SHA = "SHA-256, reused=FloorBenchmark.sha256Reused";

  /** A row that compares: {@code other} is what it is called, and its benchmark. */
  private void beside(String what, String name, String other, String goal) {
    String called = other.substring(0, other.indexOf('='));
    Optional<Results.Result> mine = results.of(name);
    Optional<Results.Result> theirs = results.of(other.substring(other.indexOf('=') + 1));
    if (mine.isPresent() && theirs.isPresent()) {
      double ratio = mine.get().nanos() / theirs.get().nanos();
      row(what, told(mine.get()), called + " " + time(theirs.get().nanos()), ratio(ratio), goal);
    }
  }

  private void alone(String what, String name, String goal) {
    results.of(name).ifPresent(result -> row(what, told(result), "", "", goal));
  }

  private void times(String what, String name, String mine, String goal) {
    Optional<Results.Result> other = results.of(name);
    Optional<Results.Result> own = results.of(mine);
    if (other.isPresent() && own.isPresent()) {
      double ratio = other.get().nanos() / own.get().nanos();
      row(what, told(other.get()), "verify " + time(own.get().nanos()), ratio(ratio), goal);
    }
  }

  /** Both less what their request costs, which is the same. */
  private void filter(String what, String name, String goal) {
    Optional<Results.Result> request = results.of("FilterBenchmark.requestAlone");
    Optional<Results.Result> own = results.of("FilterBenchmark.pat4jBearer");
    Optional<Results.Result> other = results.of(name);
    if (request.isPresent() && own.isPresent() && other.isPresent()) {
      double mine = own.get().nanos() - request.get().nanos();
      double theirs = other.get().nanos() - request.get().nanos();
      row(what + " filter", time(theirs), "this filter " + time(mine), ratio(theirs / mine), goal);
    }
  }

  private void figure(String what, String name, String format, String goal) {
    results
        .figure(name)
        .ifPresent(figure -> row(what, String.format(Locale.ROOT, format, figure), "", "", goal));
  }

  private void row(String... cells) {
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  private static String told(Results.Result result) {
    return String.format(
        Locale.ROOT,
        "%s ± %.0f %%, %,.0f B",
        time(result.nanos()),
        result.spread() * 100,
        result.bytes());
  }

  static String time(double nanos) {
    return nanos < 10_000
        ? String.format(Locale.ROOT, "%,.0f ns", nanos)
        : nanos < 1_000_000
            ? String.format(Locale.ROOT, "%,.0f µs", nanos / 1_000)
            : String.format(Locale.ROOT, "%,.1f ms", nanos / 1_000_000);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%,.0f", ratio);
  }

  private static String processor() throws IOException {
    Path told = Path.of("/proc/cpuinfo");
    if (!Files.exists(told)) {
      return System.getProperty("os.arch");
    }
    try (var all = Files.lines(told)) {
      return all.filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }
}
