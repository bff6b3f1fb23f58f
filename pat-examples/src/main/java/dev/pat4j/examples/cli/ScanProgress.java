package dev.pat4j.examples.cli;

import dev.pat4j.format.TokenScanner;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** Says every few seconds how far a long scan is. Not thread-safe: a scan has one thread. */
final class ScanProgress implements TokenScanner.Progress {

  private static final Duration QUIET = Duration.ofSeconds(5);

  private final Surroundings surroundings;
  private Instant said;
  private long files;
  private long bytes;
  private long found;
  private long unreadable;

  ScanProgress(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.said = surroundings.clock().instant();
  }

  @Override
  public void scanned(String name, long length) {
    files++;
    bytes += length;
    Instant now = surroundings.clock().instant();
    if (Duration.between(said, now).compareTo(QUIET) >= 0) {
      said = now;
      surroundings.say(files + " read (" + (bytes >> 20) + " MiB), " + found + " found ...");
    }
  }

  @Override
  public void unreadable(String name, IOException why) {
    unreadable++;
    surroundings.say("pat: cannot read " + Shown.visible(name));
  }

  void count() {
    found++;
  }

  long found() {
    return found;
  }

  /** What it came to, in so many of a thing. */
  void end(String thing) {
    surroundings.say(
        (found == 0 ? "No token" : counted(found, "token"))
            + " in "
            + counted(files, thing)
            + (unreadable == 0 ? "." : "; " + unreadable + " could not be read."));
  }

  private static String counted(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
