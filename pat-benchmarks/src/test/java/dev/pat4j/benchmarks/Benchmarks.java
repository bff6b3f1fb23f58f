package dev.pat4j.benchmarks;

import dev.pat4j.benchmarks.jdbc.JdbcBenchmarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks and leaves their results as JSON: {@code [--quick] [--database-java FILE] [--out
 * FILE] [PATTERN...]}.
 *
 * <p>Without a pattern all are run, then {@link Footprint}, {@link JettyLoad} and {@link
 * JdbcBenchmarks}, this one by another Java if it is named, and {@link Summary} writes what was
 * measured into the README. {@code --quick} takes shorter and fewer looks at each, for whoever
 * changes something and wants to know the direction.
 */
public final class Benchmarks {

  private static final Path RESULTS = Path.of("target", "benchmarks.json");

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    List<String> given = new ArrayList<>(Arrays.asList(args));
    boolean quick = given.remove("--quick");
    Path results = taken(given, "--out").map(Path::of).orElse(RESULTS);
    Optional<String> databaseJava = taken(given, "--database-java");
    Files.createDirectories(results.toAbsolutePath().getParent());

    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(quick ? 1 : 2)
            .warmupIterations(quick ? 2 : 4)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(quick ? 3 : 5)
            .measurementTime(TimeValue.milliseconds(500))
            .addProfiler(GCProfiler.class)
            .resultFormat(ResultFormatType.JSON)
            .result(results.toString());
    given.forEach(options::include);
    new Runner(options.build()).run();
    if (given.isEmpty()) {
      Footprint.main(new String[0]);
      JettyLoad.main(quick ? new String[] {"4", "2"} : new String[] {"10", "3"});
      withDatabase(databaseJava, quick);
      Summary.main(new String[0]);
    }
  }

  /** The word behind the option; both are then gone from what was given. */
  private static Optional<String> taken(List<String> given, String option) {
    int at = given.indexOf(option);
    if (at < 0) {
      return Optional.empty();
    }
    given.remove(at);
    return Optional.of(given.remove(at));
  }

  /** In a JVM of its own, with room for a million tokens. */
  private static void withDatabase(Optional<String> java, boolean quick)
      throws IOException, InterruptedException {
    String own = ProcessHandle.current().info().command().orElse("java");
    List<String> command = new ArrayList<>(List.of(java.orElse(own), "-Xmx3g", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(JdbcBenchmarks.class.getName());
    command.addAll(JdbcBenchmarks.PARTS);
    if (quick) {
      command.add("--quick");
    }
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      System.err.println("WHAT TAKES A DATABASE IS NOT MEASURED: see above");
    }
  }
}
