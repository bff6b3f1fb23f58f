package dev.pat4j.benchmarks;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the tables of figures into the README and {@code docs/benchmarks.md}, and two plots into
 * {@code docs/images}, from what was measured last; nothing in there is typed by hand.
 */
public final class Summary {

  private static final String BEGIN = "<!-- measured: written by Summary of pat-benchmarks -->";
  private static final String END = "<!-- end of what was measured -->";

  private static final String VERIFY = "VerifyBenchmark.inMemory:tokens=";
  private static final String CACHED = "VerifyBenchmark.cached:tokens=";
  private static final String BARE_MAP = "VerifyBenchmark.prototype:tokens=";
  private static final String SHA = "FloorBenchmark.sha256Reused";
  private static final String OURS = "PeersBenchmark.pat4j";
  private static final String MALFORMED = "RefusalBenchmark.malformed";
  private static final String FILTER = "FilterBenchmark.pat4jBearer";
  private static final String REQUEST = "FilterBenchmark.requestAlone";

  private final Results results;

  Summary(Results results) {
    this.results = results;
  }

  public static void main(String[] args) throws IOException {
    Results results = Results.in(Path.of("target"));
    Summary summary = new Summary(results);
    Path root = Path.of("..").toAbsolutePath().normalize();
    replace(root.resolve("README.md"), summary.brief());
    replace(root.resolve("docs/benchmarks.md"), summary.inFull());
    Plots.write(results, root.resolve("docs/images"));
    System.out.print(summary.inFull());
  }

  private static void replace(Path document, String measured) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(document + " lacks the lines '" + BEGIN + "' and '" + END + "'");
    }
    String before = text.substring(0, begin);
    Files.writeString(document, before + BEGIN + "\n" + measured + text.substring(end));
  }

  /** What somebody wants to know who looks for a library: a dozen rows and a picture. */
  String brief() throws IOException {
    Goal none = Goal.NONE;
    FigureTable table =
        FigureTable.of(results, "what")
            .cost("verify, 10,000 tokens in memory", VERIFY + "10000", "SHA-256 alone", SHA, none)
            .cost("verify, 10,000 in the cache", CACHED + "10000", "SHA-256 alone", SHA, none)
            .cost(
                "verify, a million in memory",
                VERIFY + "1000000",
                "a bare map",
                BARE_MAP + "1000000",
                none)
            .alone("refuse a malformed token", MALFORMED, none, none)
            .dearer("java-jwt, HS256", "PeersBenchmark.javaJwtHs256", "verify", OURS, none)
            .dearer("nimbus-jose-jwt, HS256", "PeersBenchmark.nimbusHs256", "verify", OURS, none)
            .dearer("BCrypt, cost 10", "SlowHashBenchmark.bcrypt", "verify", OURS, none)
            .dearer(
                "Spring Security's chain for opaque tokens",
                "FilterBenchmark.springOpaqueTokenChain",
                "this filter",
                FILTER,
                REQUEST,
                none)
            .share("Jetty with the filter", "jetty.bearer", "without", none)
            .rate(
                "verify on PostgreSQL, 8 callers",
                "LookUp.verify:threads=8",
                "a bare SELECT",
                "LookUp.bareSelect:threads=8",
                none)
            .rate(
                "the same, 64 virtual threads sharing round trips",
                "Callers.verifySharing8:callers=64,threads=virtual",
                "a bare SELECT",
                "Callers.bareSelect:callers=64,threads=virtual",
                none)
            .figure("heap for a token in memory", "heap.memory.bytes", "%.0f B", none)
            .figure("start-up, to the first verification", "start.ms", "%.0f ms", none);
    return machine()
        + "\n"
        + table
        + "\n"
        + "![One verification, beside its alternatives](docs/images/verify-peers.svg)\n";
  }

  /** Every row, and its goal. */
  String inFull() throws IOException {
    return Stream.of(verification(), alternatives(), growth(), database(), weight())
        .map(FigureTable::toString)
        .collect(joining("\n", machine() + "\n", ""));
  }

  private String machine() throws IOException {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, %s. JDK %s; with a database JDK %s. The figure is the median, ± half the"
            + " distance between the quartiles; B is what each allocates.%n",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        results.days(),
        jdk("VerifyBenchmark"),
        jdk("LookUp", "Callers", "Threads", "LastUse", "Scale"));
  }

  private String jdk(String... benchmarks) {
    Set<String> jdks = results.jdks(benchmarks);
    return jdks.isEmpty() ? "not measured" : String.join(" and ", jdks);
  }

  private FigureTable verification() {
    Goal none = Goal.NONE;
    return FigureTable.withGoals(results, "a verification")
        .cost(
            "of 10,000 tokens in memory",
            VERIFY + "10000",
            "SHA-256",
            SHA,
            Goal.atMost(2, ""),
            Goal.atMost(64, " B"))
        .cost(
            "of 10,000 in the cache",
            CACHED + "10000",
            "SHA-256",
            SHA,
            Goal.atMost(2, ""),
            Goal.atMost(64, " B"))
        .cost(
            "of a million in memory",
            VERIFY + "1000000",
            "a bare map",
            BARE_MAP + "1000000",
            Goal.atMost(1.2, ""))
        .cost(
            "of a million in the cache",
            CACHED + "1000000",
            "a bare map",
            BARE_MAP + "1000000",
            Goal.atMost(1.2, ""))
        .cost(
            "under HMAC",
            "VerifyBenchmark.hmac",
            "HMAC",
            "FloorBenchmark.hmacReused",
            Goal.atMost(1.5, ""))
        .cost(
            "a naive implementation, of 10,000",
            "VerifyBenchmark.naive:tokens=10000",
            "SHA-256",
            SHA,
            none)
        .together(
            "on two threads",
            "VerifyBenchmark.inMemoryTwoThreads:tokens=10000",
            2,
            VERIFY + "10000",
            Goal.atLeast(1.9))
        .alone("of a malformed token", MALFORMED, Goal.atMost(40, " ns"), Goal.atMost(0, " B"))
        .alone(
            "with a wrong checksum",
            "RefusalBenchmark.wrongChecksum",
            Goal.atMost(40, " ns"),
            Goal.atMost(0, " B"));
  }

  private FigureTable alternatives() {
    Goal none = Goal.NONE;
    return FigureTable.withGoals(results, "the alternatives")
        .dearer("java-jwt, HS256", "PeersBenchmark.javaJwtHs256", "verify", OURS, Goal.atLeast(10))
        .dearer("jjwt, HS256", "PeersBenchmark.jjwtHs256", "verify", OURS, Goal.atLeast(30))
        .dearer(
            "nimbus-jose-jwt, HS256",
            "PeersBenchmark.nimbusHs256",
            "verify",
            OURS,
            Goal.atLeast(30))
        .dearer("nimbus-jose-jwt, RS256", "PeersBenchmark.nimbusRs256", "verify", OURS, none)
        .dearer("java-jwt, ES256", "PeersBenchmark.javaJwtEs256", "verify", OURS, none)
        .dearer("PBKDF2, 10,000 rounds", "SlowHashBenchmark.pbkdf2", "verify", OURS, none)
        .dearer("BCrypt, cost 10", "SlowHashBenchmark.bcrypt", "verify", OURS, none)
        .dearer("Argon2id, 64 MB", "SlowHashBenchmark.argon2", "verify", OURS, none)
        .dearer(
            "Spring Security's filter, opaque token, which authenticates alone",
            "FilterBenchmark.springOpaqueToken",
            "this filter",
            FILTER,
            REQUEST,
            Goal.atLeast(8))
        .dearer(
            "the same in a chain that does what this filter does",
            "FilterBenchmark.springOpaqueTokenChain",
            "this filter",
            FILTER,
            REQUEST,
            none)
        .dearer(
            "Spring Security's filter, JWT HS256",
            "FilterBenchmark.springJwt",
            "this filter",
            FILTER,
            REQUEST,
            none)
        .share("Jetty with the filter, Bearer", "jetty.bearer", "without", Goal.atLeast(0.97))
        .share("Jetty with the filter, Basic", "jetty.basic", "without", Goal.atLeast(0.97))
        .figure(
            "the same, of a Jetty without the filter that sends its headers",
            "jetty.bearer.headers",
            "%.3f",
            none);
  }

  private FigureTable database() {
    FigureTable table =
        FigureTable.withGoals(results, "with PostgreSQL, a pool of 8, no cache")
            .rate(
                "a caller",
                "LookUp.verify:threads=1",
                "a bare SELECT",
                "LookUp.bareSelect:threads=1",
                Goal.atLeast(0.9))
            .rate(
                "8 callers",
                "LookUp.verify:threads=8",
                "a bare SELECT",
                "LookUp.bareSelect:threads=8",
                Goal.atLeast(0.9));
    for (String kind : List.of("platform", "virtual")) {
      for (String many : List.of("64", "256")) {
        String which = ":callers=" + many + ",threads=" + kind;
        table.rate(
            many + " callers on " + kind + " threads, sharing round trips",
            "Callers.verifySharing8" + which,
            "a bare SELECT",
            "Callers.bareSelect" + which,
            Goal.atLeast(2));
      }
    }
    table
        .rate(
            "10,000 on virtual threads",
            "Threads.virtual:sharing=false",
            "platform threads",
            "Threads.platform:sharing=false",
            Goal.atLeast(1))
        .count(
            "how often one of them was pinned",
            "Threads.pinned:sharing=false",
            "%.0f",
            Goal.atMost(0, ""));
    lastUses(table, "1000", "8");
    lastUses(table, "1000000", "8");
    for (String rows : List.of("1000000", "10000000")) {
      String told = String.format(Locale.ROOT, "of %,d rows", Integer.parseInt(rows));
      table
          .cost(
              told,
              "Scale.latency:rows=" + rows,
              "of 100,000",
              "Scale.latency:rows=100000",
              Goal.atMost(1.3, ""))
          .cost(
              told + ", the slowest of a hundred",
              "Scale.latencyP99:rows=" + rows,
              "of 100,000",
              "Scale.latencyP99:rows=100000",
              Goal.NONE);
    }
    return table;
  }

  private static void lastUses(FigureTable table, String active, String users) {
    String which = ":active=" + active + ",threads=" + users;
    String many =
        String.format(
            Locale.ROOT, "%,d active tokens, callers: %s", Integer.parseInt(active), users);
    table
        .rate(
            many + ", last uses in batches",
            "LastUse.batched" + which,
            "untracked",
            "LastUse.untracked" + which,
            Goal.atLeast(0.95))
        .rate(
            many + ", a write a request",
            "LastUse.writePerRequest" + which,
            "untracked",
            "LastUse.untracked" + which,
            Goal.NONE);
  }

  private FigureTable weight() {
    return FigureTable.withGoals(results, "size")
        .figure(
            "heap for a token in memory, of a million",
            "heap.memory.bytes",
            "%.0f B",
            Goal.atMost(200, " B"))
        .figure(
            "heap for an entry of the cache, beside its row",
            "heap.cache.bytes",
            "%.0f B",
            Goal.atMost(160, " B"))
        .count(
            "disk for the index of the digest, a row of ten million",
            "Scale.indexBytesPerRow:rows=10000000",
            "%.0f B",
            Goal.atMost(80, " B"))
        .count(
            "disk for a row, of ten million",
            "Scale.tableBytesPerRow:rows=10000000",
            "%.0f B",
            Goal.NONE)
        .count(
            "the same with all indexes", "Scale.allBytesPerRow:rows=10000000", "%.0f B", Goal.NONE)
        .figure(
            "from the first class to the first verification",
            "start.ms",
            "%.0f ms",
            Goal.atMost(100, " ms"));
  }

  private FigureTable growth() {
    FigureTable table = FigureTable.withGoals(results, "growth");
    for (String own : List.of("100", "10000")) {
      table.cost(
          own + " tokens of an owner, listed",
          "GrowthBenchmark.list:own=" + own,
          "one",
          "GrowthBenchmark.list:own=1",
          Goal.NONE);
      table.cost(
          "the first 50 of " + own,
          "GrowthBenchmark.searchPage:own=" + own,
          "of one",
          "GrowthBenchmark.searchPage:own=1",
          Goal.NONE);
    }
    for (String rules : List.of("100", "1000")) {
      table.cost(
          "a request through " + rules + " rules",
          "GrowthBenchmark.filter:rules=" + rules,
          "one",
          "GrowthBenchmark.filter:rules=1",
          Goal.NONE);
    }
    for (String scopes : List.of("50", "500")) {
      table.cost(
          "a verification, and a scope of " + scopes + " asked for",
          "GrowthBenchmark.verifyAndRequire:scopes=" + scopes,
          "of one",
          "GrowthBenchmark.verifyAndRequire:scopes=1",
          Goal.NONE);
    }
    return table;
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
