package dev.pat4j.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks and leaves their results as JSON: {@code [--quick] [--out FILE] [PATTERN...]}.
 *
 * <p>Without a pattern all are run, which takes some 20 minutes, then {@link Footprint} and {@link
 * JettyLoad}, and {@link Summary} writes what was measured into the README. {@code --quick} takes
 * shorter and fewer looks at each, for whoever changes something and wants to know the direction.
 */
public final class Benchmarks {

  private static final Path RESULTS = Path.of("target", "benchmarks.json");

  private Benchmarks() {}

  public static void main(String[] args) throws Exception {
    List<String> given = Arrays.asList(args);
    boolean quick = given.contains("--quick");
    int out = given.indexOf("--out");
    Path results = out < 0 ? RESULTS : Path.of(given.get(out + 1));
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
    boolean all = true;
    for (int i = 0; i < given.size(); i++) {
      if (i != out && (out < 0 || i != out + 1) && !given.get(i).startsWith("--")) {
        options.include(given.get(i));
        all = false;
      }
    }
    if (all) {
      options.exclude("\\.jdbc\\."); // they start a database, and are run by their pattern
    }
    new Runner(options.build()).run();
    if (all) {
      Footprint.main(new String[0]);
      JettyLoad.main(quick ? new String[] {"4", "2"} : new String[0]);
      Summary.main(new String[0]);
    }
  }
}
