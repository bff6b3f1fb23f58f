package dev.pat4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Bars on a logarithmic scale, as SVG that is read in light and in dark. */
final class Plots {

  private static final int LABEL = 250;
  private static final int WIDTH = 820;
  private static final int BAR = 22;
  private static final int GAP = 8;

  private record Bar(String label, double nanos, boolean ours) {}

  private final List<Bar> bars = new ArrayList<>();

  private Plots() {}

  static void write(Results results, Path folder) throws IOException {
    Plots tokens = new Plots();
    for (String many : List.of("10000", "1000000")) {
      String told = String.format(Locale.ROOT, "%,d tokens", Integer.parseInt(many));
      tokens.add(results, "in memory, " + told, "VerifyBenchmark.inMemory:tokens=" + many, true);
      tokens.add(results, "cached, " + told, "VerifyBenchmark.cached:tokens=" + many, true);
      tokens.add(results, "bare map, " + told, "VerifyBenchmark.prototype:tokens=" + many, false);
      tokens.add(
          results, "written naively, " + told, "VerifyBenchmark.naive:tokens=" + many, false);
    }
    tokens.add(results, "SHA-256 alone", "FloorBenchmark.sha256Reused", false);
    for (String rows : List.of("100000", "1000000", "10000000")) {
      String told = String.format(Locale.ROOT, "PostgreSQL, %,d rows", Integer.parseInt(rows));
      tokens.add(results, told, "Scale.latency:rows=" + rows, true);
    }
    tokens.draw(
        "One verification, by the number of tokens", folder.resolve("verify-by-tokens.svg"));

    Plots peers = new Plots();
    peers.add(results, "pat4j", "PeersBenchmark.pat4j", true);
    peers.add(results, "java-jwt, HS256", "PeersBenchmark.javaJwtHs256", false);
    peers.add(results, "nimbus-jose-jwt, HS256", "PeersBenchmark.nimbusHs256", false);
    peers.add(results, "jjwt, HS256", "PeersBenchmark.jjwtHs256", false);
    peers.add(results, "nimbus-jose-jwt, RS256", "PeersBenchmark.nimbusRs256", false);
    peers.add(results, "java-jwt, ES256", "PeersBenchmark.javaJwtEs256", false);
    peers.add(results, "PBKDF2, 10,000 rounds", "SlowHashBenchmark.pbkdf2", false);
    peers.add(results, "BCrypt, cost 10", "SlowHashBenchmark.bcrypt", false);
    peers.add(results, "Argon2id, 64 MB", "SlowHashBenchmark.argon2", false);
    peers.draw(
        "One verification, and what people would pick instead", folder.resolve("verify-peers.svg"));
  }

  private void add(Results results, String label, String name, boolean ours) {
    Optional<Results.Result> result = results.of(name);
    result.ifPresent(found -> bars.add(new Bar(label, found.median(), ours)));
  }

  private void draw(String title, Path file) throws IOException {
    if (bars.isEmpty()) {
      return;
    }
    double least = bars.stream().mapToDouble(Bar::nanos).min().orElseThrow() / 2;
    double most = bars.stream().mapToDouble(Bar::nanos).max().orElseThrow();
    int height = 40 + bars.size() * (BAR + GAP);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\""
                + " aria-label=\"%s\" font-family=\"sans-serif\" font-size=\"13\">%n",
            WIDTH,
            height,
            title));
    svg.append(
        "<style>text{fill:#1f2328}@media(prefers-color-scheme:dark){text{fill:#e6edf3}}</style>\n");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"0\" y=\"18\" font-weight=\"bold\">%s (logarithmic scale)</text>%n",
            title));
    int y = 34;
    for (Bar bar : bars) {
      double share = Math.log(bar.nanos() / least) / Math.log(most / least);
      double width = share * (WIDTH - LABEL - 90);
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                  + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>"
                  + "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
              LABEL - 8,
              y + 15,
              bar.label(),
              LABEL,
              y,
              width,
              BAR,
              bar.ours() ? "#1f883d" : "#8c959f",
              LABEL + width + 6,
              y + 15,
              FigureTable.time(bar.nanos())));
      y += BAR + GAP;
    }
    svg.append("</svg>\n");
    Files.createDirectories(file.getParent());
    Files.writeString(file, svg.toString());
  }
}
