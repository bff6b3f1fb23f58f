package dev.pat4j.servlet;

import dev.pat4j.scope.Scopes;
import dev.pat4j.servlet.internal.LogLines;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a path and method ask of a request, once the scopes of the rule are resolved. */
final class Requirement {

  /** Nothing: the request goes through anonymously (row 3). */
  static final Requirement OPEN = new Requirement(null, "");

  /** What cannot be met: no rule says anything about this path and method (row 15). */
  static final Requirement DENIED = new Requirement(null, "");

  private final @Nullable Scopes scopes;
  private final List<String> names;
  private final String listed;
  private final String source;

  private Requirement(@Nullable Scopes scopes, String source) {
    this.scopes = scopes;
    this.names = scopes == null ? List.of() : List.copyOf(scopes.names());
    this.listed = String.join(", ", names);
    this.source = source;
  }

  /**
   * A valid token that covers these scopes, which may be none (rows 16 and 17).
   *
   * @param source what asks for them, as it is to be told in the log
   */
  static Requirement of(Scopes scopes, String source) {
    return new Requirement(scopes, source);
  }

  boolean isOpen() {
    return this == OPEN;
  }

  boolean isDenied() {
    return this == DENIED;
  }

  /** Whether a token with these effective scopes meets it; never if it is no rule about tokens. */
  boolean isMetBy(Scopes effective) {
    return scopes != null && effective.covers(scopes);
  }

  /** The names that the rule asks for, normalised and sorted; empty if it asks for none. */
  List<String> scopeNames() {
    return names;
  }

  /** {@link #scopeNames()} as a header lists them. */
  String listedScopes() {
    return listed;
  }

  /** What asks, and for which scopes, fit for one line of a log; nothing of any request. */
  @Override
  public String toString() {
    return LogLines.printable(source) + " wants " + names;
  }
}
