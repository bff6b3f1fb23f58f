package dev.pat4j.format;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every object of a git repository, read from the program {@code git}. The repository may be of
 * somebody else: no program that its configuration names is run, and no network used.
 */
final class GitHistory {

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?");
  private static final int LONGEST_HEADER = 256;
  private static final int LONGEST_MESSAGE = 500;

  private final Path repository;
  private final TokenScanner scanner;

  /** What git says first of each object. */
  private record Header(String id, String type, long size) {}

  GitHistory(Path repository, TokenScanner scanner) {
    this.repository = repository;
    this.scanner = scanner;
  }

  void scan(Consumer<TokenFinding> found) throws IOException {
    run(
        List.of("cat-file", "--batch-all-objects", "--batch", "--buffer", "--unordered"),
        objects -> {
          for (String line = headerLine(objects); !line.isEmpty(); line = headerLine(objects)) {
            scanObject(header(line), objects, found);
          }
        });
  }

  private void scanObject(Header object, InputStream objects, Consumer<TokenFinding> found)
      throws IOException {
    List<TokenFinding> findings = new ArrayList<>();
    if (scanner.scanned(objects, object.size, findings::add) != object.size
        || objects.read() != '\n') {
      throw new EOFException("git ended in the middle of object " + object.id);
    }
    if (!findings.isEmpty()) {
      Origin origin = origin(object);
      findings.forEach(finding -> found.accept(finding.in(origin.path, origin.revision)));
    }
    scanner.tell(object.id, object.size);
  }

  /** Where an object came into the history, as far as can be known. */
  private record Origin(@Nullable String path, String revision) {}

  /** The oldest commit that a branch or tag leads to and that brought it, with one of its paths. */
  private Origin origin(Header object) throws IOException {
    if (object.type.equals("commit") || object.type.equals("tag")) {
      return new Origin(null, object.id);
    }
    List<Origin> last = new ArrayList<>();
    run(
        List.of(
            "log",
            "--all",
            "-m",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            "--diff-filter=d",
            "-t",
            "--name-only",
            "--format=%H",
            "--find-object=" + object.id),
        log -> {
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(log, StandardCharsets.UTF_8));
          String commit = "";
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (COMMIT.matcher(line).matches()) {
              commit = line;
            } else if (!line.isEmpty() && !commit.isEmpty()) {
              last.clear();
              last.add(new Origin(line, commit));
              commit = ""; // its first path will do
            }
          }
        });
    return last.isEmpty() ? new Origin(null, object.id) : last.get(0);
  }

  private static Header header(String line) throws IOException {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !COMMIT.matcher(parts[0]).matches()) {
      throw new IOException("git said something else than an object: " + line);
    }
    try {
      return new Header(parts[0], parts[1], Long.parseLong(parts[2]));
    } catch (NumberFormatException e) {
      throw new IOException("git said something else than the size of an object: " + line, e);
    }
  }

  /** Up to the line feed; empty at the end. */
  private static String headerLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
      if (line.length() > LONGEST_HEADER) {
        throw new IOException("git said something else than an object");
      }
    }
    return line.toString();
  }

  /** Reads what a command of git writes. */
  @FunctionalInterface
  private interface Reading {
    void read(InputStream output) throws IOException;
  }

  private void run(List<String> command, Reading reading) throws IOException {
    Path complaints = Files.createTempFile("git", ".txt");
    try {
      Process git = start(command, complaints);
      try (InputStream output = new BufferedInputStream(git.getInputStream(), 1 << 16)) {
        git.getOutputStream().close();
        reading.read(output);
      } catch (IOException | RuntimeException | Error e) {
        git.destroyForcibly();
        throw e;
      }
      int status = git.waitFor();
      if (status != 0) {
        throw new IOException(
            "git could not read the history in " + repository + ": " + head(complaints));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while git read " + repository, e);
    } finally {
      Files.deleteIfExists(complaints);
    }
  }

  private Process start(List<String> command, Path complaints) throws IOException {
    List<String> whole =
        new ArrayList<>(
            List.of(
                "git",
                "--no-pager",
                "-C",
                repository.toString(),
                "-c",
                "core.quotePath=false",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "log.showSignature=false",
                "-c",
                "protocol.allow=never"));
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).redirectError(complaints.toFile());
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    builder.environment().put("GIT_NO_LAZY_FETCH", "1");
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IOException(
          "a git history is read by the program git, which is not on the path; install it, or scan"
              + " files",
          e);
    }
  }

  private static String head(Path complaints) throws IOException {
    try (InputStream in = Files.newInputStream(complaints)) {
      String text = new String(in.readNBytes(LONGEST_MESSAGE), StandardCharsets.UTF_8);
      return text.strip();
    }
  }
}
