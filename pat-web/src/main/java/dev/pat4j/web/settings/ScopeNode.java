package dev.pat4j.web.settings;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.scope.Scope;
import dev.pat4j.scope.ScopeCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A scope in the tree to choose from.
 *
 * @param id of its box on the page
 * @param name as granted
 * @param description for people
 * @param checked whether it is chosen itself
 * @param included whether another one that is chosen implies it
 * @param allowed whether the policy lets it be granted
 * @param parents the names of those that imply it
 * @param children those shown below it
 */
public record ScopeNode(
    String id,
    String name,
    String description,
    boolean checked,
    boolean included,
    boolean allowed,
    String parents,
    List<ScopeNode> children) {

  /** The tree with these chosen; names that the catalogue does not have are left out. */
  static List<ScopeNode> tree(PersonalAccessTokens library, Set<String> chosen) {
    return new Grower(library, chosen).below(Optional.empty());
  }

  private static final class Grower {
    private final ScopeCatalog catalog;
    private final Set<String> chosen;
    private final Set<String> allowed;

    Grower(PersonalAccessTokens library, Set<String> chosen) {
      this.catalog = library.scopeCatalog();
      this.chosen = chosen;
      List<String> all = catalog.scopes().stream().map(Scope::name).toList();
      this.allowed =
          catalog.of(library.policy().allowedScopes().map(List::copyOf).orElse(all)).impliedNames();
    }

    /** A scope with several parents is shown below the first that is declared. */
    List<ScopeNode> below(Optional<String> parent) {
      List<ScopeNode> nodes = new ArrayList<>();
      List<Scope> scopes = catalog.scopes();
      for (int i = 0; i < scopes.size(); i++) {
        Scope scope = scopes.get(i);
        if (firstParent(scope).equals(parent)) {
          nodes.add(node("scope-" + i, scope));
        }
      }
      return nodes;
    }

    private Optional<String> firstParent(Scope scope) {
      return catalog.scopes().stream()
          .map(Scope::name)
          .filter(scope.parents()::contains)
          .findFirst();
    }

    private ScopeNode node(String id, Scope scope) {
      Set<String> others = new HashSet<>(catalog.sufficientFor(scope.name()));
      others.remove(scope.name());
      others.retainAll(chosen);
      return new ScopeNode(
          id,
          scope.name(),
          scope.description(),
          chosen.contains(scope.name()),
          !others.isEmpty(),
          allowed.contains(scope.name()),
          String.join(" ", scope.parents().stream().sorted().toList()),
          below(Optional.of(scope.name())));
    }
  }
}
