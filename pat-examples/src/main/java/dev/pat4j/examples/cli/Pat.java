package dev.pat4j.examples.cli;

import dev.pat4j.PolicyViolationException;
import dev.pat4j.TokenNotFoundException;
import dev.pat4j.TokenStateException;
import dev.pat4j.store.TokenStoreException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A host's tokens on the command line, for its administrators and for continuous integration, over
 * the host's own tables: {@code mvn -q -Ppat -Dargs="list --db jdbc:…"}.
 *
 * <p>A secret is only ever on standard output, once, and then nothing else is; whatever is said
 * beside the output goes to standard error.
 */
@Command(
    name = "pat",
    description = "Personal access tokens, for administrators and continuous integration.",
    subcommands = {
      IssueCommand.class,
      ListCommand.class,
      ShowCommand.class,
      RevokeCommand.class,
      RotateCommand.class,
      PruneCommand.class,
      AuditCommand.class,
      ScanCommand.class
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  refused, or no such token; of audit and scan: something was found",
      "  2  the command line makes no sense",
      "  3  the database cannot be reached, opened or understood",
      "",
      "A secret is only ever on standard output, once: TOKEN=$$(pat issue ...)"
    })
public final class Pat {

  private final Surroundings surroundings;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Say this, or after a command what it does.")
  boolean help;

  Pat(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Does what the arguments say, and exits with its code. */
  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    int code =
        run(
            new Surroundings(
                out, err, System.getenv(), Person.atTheTerminal(), InstantSource.system()),
            arguments);
    out.flush();
    err.flush();
    // Not exit: Maven, in whose JVM this runs, would add a word of its own to the secret as it
    // ends.
    Runtime.getRuntime().halt(code);
  }

  /** Does what the arguments say, and returns the exit code. */
  static int run(Surroundings surroundings, String... arguments) {
    CommandLine line =
        new CommandLine(new Pat(surroundings))
            .setOut(surroundings.writer(surroundings.out()))
            .setErr(surroundings.writer(surroundings.err()))
            .setExpandAtFiles(false)
            .setUsageHelpWidth(surroundings.width())
            .setUsageHelpLongOptionsMaxWidth(28)
            .setParameterExceptionHandler((e, given) -> misread(surroundings, e))
            .setExecutionExceptionHandler((e, command, parsed) -> failed(surroundings, e));
    return line.execute(arguments);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  private static int misread(Surroundings surroundings, CommandLine.ParameterException e) {
    complain(surroundings, e);
    surroundings.say("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
    return Stop.USAGE;
  }

  private static int failed(Surroundings surroundings, Exception e) throws Exception {
    if (e instanceof Stop stop) {
      complain(surroundings, e);
      return stop.code();
    }
    if (e instanceof PolicyViolationException
        || e instanceof TokenStateException
        || e instanceof TokenNotFoundException) {
      complain(surroundings, e);
      return Stop.REFUSED;
    }
    if (e instanceof TokenStoreException) {
      complain(surroundings, e);
      return Stop.DATABASE;
    }
    if (e instanceof IllegalArgumentException) { // the library's own checks of what was asked
      complain(surroundings, e);
      return Stop.USAGE;
    }
    throw e;
  }

  private static void complain(Surroundings surroundings, Exception e) {
    surroundings.say("pat: " + Shown.message(String.valueOf(e.getMessage())));
  }

  private static PrintStream stream(FileDescriptor to) {
    return new PrintStream(new FileOutputStream(to), true, StandardCharsets.UTF_8);
  }
}
