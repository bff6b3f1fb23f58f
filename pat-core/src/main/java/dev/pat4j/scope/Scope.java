package dev.pat4j.scope;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * One declared scope of a {@link ScopeCatalog}.
 *
 * @param name what tokens, rules and challenges call it; a scope-token of RFC 6749 section 3.3
 * @param description one line for the person who grants it, plain text
 * @param parents the scopes that imply this one directly; empty for a top-level scope
 */
public record Scope(String name, String description, Set<String> parents) {

  /** Copies the parents; null is refused. */
  public Scope {
    requireNonNull(name, "scope name");
    requireNonNull(description, "description");
    parents = Set.copyOf(parents);
  }
}
