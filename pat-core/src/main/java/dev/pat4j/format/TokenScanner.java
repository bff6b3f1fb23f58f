package dev.pat4j.format;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds tokens where they should not be: in texts, files and the history of a git repository.
 *
 * <pre>{@code
 * TokenScanner scanner = TokenScanner.of(tokens.format());
 * scanner.scanFiles(Path.of("."), finding -> report(finding));
 * scanner.scanGitHistory(Path.of("."), finding -> report(finding));
 * }</pre>
 *
 * <p>What is found has the shape of a token, stands alone as {@link TokenFormat#pattern()} says,
 * and its checksum fits: no store is asked, and an accident is one in four billion. Whether it
 * works still, {@link dev.pat4j.TokenAdministration#inspect} says.
 *
 * <p>Bytes are read as they are: texts in UTF-8, Latin-1 or UTF-16, and whatever else there is, in
 * pieces and never whole, so that neither a long file nor a long line takes memory. Symbolic links
 * are not followed. Archives and compressed files are not opened. Immutable and thread-safe; no
 * method accepts null. What the consumer throws ends the scan.
 */
public final class TokenScanner {

  private static final int PIECE = 64 * 1024;

  private final List<Spotter.Prefix> prefixes;
  private final Progress progress;

  /** Is told how a scan gets on, on the thread that scans. */
  public interface Progress {

    /**
     * One more file, or object of a git history, was read.
     *
     * @param name its path, or its id
     * @param bytes its length
     */
    default void scanned(String name, long bytes) {}

    /** A file or directory could not be read, and may hold what was not found. */
    default void unreadable(String name, IOException why) {}
  }

  private TokenScanner(List<Spotter.Prefix> prefixes, Progress progress) {
    this.prefixes = prefixes;
    this.progress = progress;
  }

  /**
   * A scanner for tokens of these formats, with every prefix they accept.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TokenScanner of(TokenFormat... formats) {
    if (formats.length == 0) {
      throw new IllegalArgumentException("say which formats to look for");
    }
    List<Spotter.Prefix> prefixes = new ArrayList<>();
    for (TokenFormat format : formats) {
      for (String prefix : format.prefixes()) {
        prefixes.add(new Spotter.Prefix(prefix + "_", format));
      }
    }
    prefixes.sort(Comparator.comparingInt(prefix -> -prefix.text().length()));
    return new TokenScanner(List.copyOf(prefixes), new Progress() {});
  }

  /** This scanner, telling how it gets on. */
  public TokenScanner reportingTo(Progress newProgress) {
    return new TokenScanner(prefixes, requireNonNull(newProgress, "progress"));
  }

  /** Every token in this text, in order. */
  public List<TokenFinding> scan(CharSequence text) {
    List<TokenFinding> findings = new ArrayList<>();
    Scan scan = new Scan(findings::add);
    scan.take(text, text.length());
    scan.end();
    return List.copyOf(findings);
  }

  /** Tells of every token in what this reader has left, which is not closed. */
  public void scan(Reader reader, Consumer<TokenFinding> found) throws IOException {
    Scan scan = new Scan(requireNonNull(found, "found"));
    char[] piece = new char[PIECE];
    for (int read = reader.read(piece); read >= 0; read = reader.read(piece)) {
      scan.take(CharBuffer.wrap(piece, 0, read), read);
    }
    scan.end();
  }

  /** Tells of every token in what this stream has left, which is not closed. */
  public void scan(InputStream in, Consumer<TokenFinding> found) throws IOException {
    scanned(in, Long.MAX_VALUE, requireNonNull(found, "found"));
  }

  /**
   * Tells of every token in this file, or in every file of this directory and those below it. What
   * cannot be read is told to {@link Progress#unreadable}, and the rest is scanned.
   *
   * @throws IOException if there is no such file or directory
   */
  public void scanFiles(Path start, Consumer<TokenFinding> found) throws IOException {
    requireNonNull(found, "found");
    if (!Files.exists(start, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(start.toString());
    }
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              scanFile(file, found);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) {
            progress.unreadable(file.toString(), why);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path broken, @Nullable IOException why) {
            if (why != null) {
              progress.unreadable(broken.toString(), why);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Tells of every token in any object of this repository: all versions of all files, commit
   * messages, tags and file names, whether or not a branch still leads to them. Each object is read
   * once; where it came into the history is asked for only if something is in it. Runs the program
   * {@code git}; nothing of the repository's configuration is carried out, and nothing fetched.
   *
   * @param repository its directory, bare or not
   * @throws IOException if there is no program {@code git}, or it fails; the message says why
   */
  public void scanGitHistory(Path repository, Consumer<TokenFinding> found) throws IOException {
    new GitHistory(repository, this).scan(requireNonNull(found, "found"));
  }

  void tell(String name, long bytes) {
    progress.scanned(name, bytes);
  }

  /** Scans at most so many bytes; returns how many there were. */
  long scanned(InputStream in, long most, Consumer<TokenFinding> found) throws IOException {
    Scan scan = new Scan(found);
    byte[] piece = new byte[(int) Math.min(PIECE, most)];
    long left = most;
    while (left > 0) {
      int read = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (read < 0) {
        break;
      }
      scan.take(piece, read);
      left -= read;
    }
    scan.end();
    return most - left;
  }

  private void scanFile(Path file, Consumer<TokenFinding> found) {
    String name = file.toString();
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      progress.scanned(name, scanned(in, Long.MAX_VALUE, f -> found.accept(f.in(name, null))));
    } catch (IOException why) {
      progress.unreadable(name, why);
    }
  }

  /** One stream: as it is, and once more without NUL if it begins as a text in UTF-16 may. */
  private final class Scan {
    private final Spotter plain;
    private final Spotter wide;
    private boolean isFirst = true;
    private boolean mayBeWide;

    Scan(Consumer<TokenFinding> found) {
      this.plain = new Spotter(prefixes, false, found);
      this.wide = new Spotter(prefixes, true, found);
    }

    void take(byte[] piece, int length) {
      if (isFirst) {
        isFirst = false;
        mayBeWide = hasNul(piece, length);
      }
      plain.take(piece, 0, length);
      if (mayBeWide) {
        wide.take(piece, 0, length);
      }
    }

    /** What is not ASCII is no part of a token: any byte that is none will do for it. */
    void take(CharSequence text, int length) {
      byte[] piece = new byte[Math.min(PIECE, length)];
      for (int from = 0; from < length; from += PIECE) {
        int to = Math.min(length, from + PIECE);
        for (int i = from; i < to; i++) {
          char c = text.charAt(i);
          piece[i - from] = (byte) (c < 0x80 ? c : 0x80);
        }
        plain.take(piece, 0, to - from);
      }
    }

    void end() {
      plain.end();
      if (mayBeWide) {
        wide.end();
      }
    }

    private static boolean hasNul(byte[] piece, int length) {
      for (int i = 0; i < length; i++) {
        if (piece[i] == 0) {
          return true;
        }
      }
      return false;
    }
  }
}
