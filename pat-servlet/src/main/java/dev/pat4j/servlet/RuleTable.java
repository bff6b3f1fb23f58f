package dev.pat4j.servlet;

import dev.pat4j.scope.ScopeCatalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access rules whose scopes are resolved, ready to be asked. Immutable and thread-safe. */
final class RuleTable {

  private final PathTable<Entry> entries = new PathTable<>();
  private final List<String> patterns;
  private final boolean defaultPass;
  private final GitRules git;

  RuleTable(List<AccessRules.Rule> rules, ScopeCatalog catalog, boolean defaultPass, GitRules git) {
    for (AccessRules.Rule rule : rules) {
      entries.put(rule.pattern(), rule.method(), resolved(rule, catalog));
    }
    this.patterns = rules.stream().map(rule -> rule.pattern().text()).distinct().toList();
    this.defaultPass = defaultPass;
    this.git = git;
  }

  /**
   * What this request must meet.
   *
   * @param method as sent
   * @param path what the container dispatches on
   * @param query as sent; only git rules look at it
   */
  Requirement find(String method, String path, @Nullable String query) {
    if (method.equals("TRACE")) {
      return Requirement.DENIED;
    }
    Entry entry = entries.find(path, method.equals("HEAD") ? "GET" : method);
    if (entry == null) {
      return defaultPass && !entries.names(path) ? Requirement.OPEN : Requirement.DENIED;
    }
    return entry.isGit() && git.writes(method, path, query) ? entry.write() : entry.read();
  }

  /** The patterns below this path, as written. */
  List<String> patternsWithin(String path) {
    return patterns.stream().filter(pattern -> pattern.startsWith(path + "/")).toList();
  }

  private static Entry resolved(AccessRules.Rule rule, ScopeCatalog catalog) {
    String source = "rule '" + rule + "'";
    try {
      return switch (rule.kind()) {
        case OPEN -> new Entry(false, Requirement.OPEN, Requirement.OPEN);
        case TOKEN -> {
          Requirement all = Requirement.of(catalog.of(rule.scopes()), source);
          yield new Entry(false, all, all);
        }
        case GIT ->
            new Entry(
                true,
                Requirement.of(catalog.of(rule.scopes().get(0)), source),
                Requirement.of(catalog.of(rule.scopes().get(1)), source));
      };
    } catch (IllegalArgumentException unknownScope) {
      throw new IllegalArgumentException(
          "rule " + rule + ": " + unknownScope.getMessage(), unknownScope);
    }
  }

  /** What a rule asks for; the two differ under git alone. */
  private record Entry(boolean isGit, Requirement read, Requirement write) {}
}
