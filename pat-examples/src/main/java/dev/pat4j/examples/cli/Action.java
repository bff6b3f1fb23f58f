package dev.pat4j.examples.cli;

import dev.pat4j.TokenPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** What all commands have: a host, an output for people or for programs, and an exit code. */
abstract class Action implements Callable<Integer> {

  @ParentCommand private @Nullable Pat pat;

  @ArgGroup(validate = false, heading = "%nWhich host's tokens:%n")
  private HostOptions host = new HostOptions();

  @Option(names = "--json", description = "For programs: JSON on standard output.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Say this.")
  boolean help;

  @Override
  public final Integer call() {
    Settings settings = host.settings();
    check(settings);
    int code = act(settings);
    if (surroundings().out().checkError()) {
      throw Stop.refused(unwritten());
    }
    return code;
  }

  /**
   * Refuses what makes no sense before anything is opened.
   *
   * @throws Stop if so
   */
  void check(Settings settings) {}

  /** Does it, and returns the exit code. */
  abstract int act(Settings settings);

  /** What to say if nobody could read the output. */
  String unwritten() {
    return "standard output was closed before all was written";
  }

  final Surroundings surroundings() {
    if (pat == null) {
      throw new IllegalStateException("a command is run by Pat");
    }
    return pat.surroundings();
  }

  final HostOptions host() {
    return host;
  }

  final boolean json() {
    return json;
  }

  final Instant now() {
    return surroundings().clock().instant();
  }

  final void print(String text) {
    surroundings().out().print(text);
  }

  final void say(String line) {
    surroundings().say(Shown.visible(line));
  }

  /** The policy that the config names, where no option says otherwise. */
  static TokenPolicy policy(
      Settings settings, Optional<Duration> longest, Optional<Duration> inactive) {
    TokenPolicy.Builder policy = TokenPolicy.builder();
    longest.or(() -> time(settings, "maximum-lifetime")).ifPresent(policy::maximumLifetime);
    inactive.or(() -> time(settings, "inactive")).ifPresent(policy::inactivityLimit);
    return policy.build();
  }

  private static Optional<Duration> time(Settings settings, String key) {
    try {
      return settings.get(key).map(Durations::parse);
    } catch (IllegalArgumentException e) {
      throw Stop.usage(key + " in --config: " + e.getMessage());
    }
  }
}
