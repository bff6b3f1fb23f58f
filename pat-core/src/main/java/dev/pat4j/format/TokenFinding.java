package dev.pat4j.format;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token that a {@link TokenScanner} found, and where. Its text leaves by {@link #reveal} alone;
 * whatever else is made of a finding, {@link #toString} first of all, shows no more of it than the
 * prefix. Immutable and thread-safe.
 */
public final class TokenFinding {

  private final String token;
  private final String prefix;
  private final long line;
  private final long column;
  private final @Nullable String path;
  private final @Nullable String revision;

  TokenFinding(String token, String prefix, long line, long column) {
    this(token, prefix, line, column, null, null);
  }

  private TokenFinding(
      String token,
      String prefix,
      long line,
      long column,
      @Nullable String path,
      @Nullable String revision) {
    this.token = token;
    this.prefix = prefix;
    this.line = line;
    this.column = column;
    this.path = path;
    this.revision = revision;
  }

  TokenFinding in(@Nullable String newPath, @Nullable String newRevision) {
    return new TokenFinding(token, prefix, line, column, newPath, newRevision);
  }

  /**
   * The token in plain text, to look up whose it is or to revoke it. It may work still: show it to
   * nobody and log it nowhere.
   */
  public String reveal() {
    return token;
  }

  /** What may be shown of it: {@code acme_***}. */
  public String redacted() {
    return prefix + "_***";
  }

  /** The prefix it begins with, without the underscore. */
  public String prefix() {
    return prefix;
  }

  /** The line it is in, from 1; only a line feed ends one. */
  public long line() {
    return line;
  }

  /** The place in its line, from 1: in characters of a text, in bytes of anything else. */
  public long column() {
    return column;
  }

  /** The file it is in; empty if it was not found in one. */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /**
   * In a git history, the commit that brought it; if none did that still belongs to a branch or
   * tag, the object that holds it. Empty outside a history.
   */
  public Optional<String> revision() {
    return Optional.ofNullable(revision);
  }

  /** The place and the prefix: {@code 4f2a…:deploy.sh:3:17: acme_***}. */
  @Override
  public String toString() {
    return (revision == null ? "" : revision + ":")
        + (path == null ? "" : path + ":")
        + line
        + ":"
        + column
        + ": "
        + redacted();
  }
}
