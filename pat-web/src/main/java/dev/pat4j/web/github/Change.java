package dev.pat4j.web.github;

import dev.pat4j.AccessToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.scope.Scopes;
import dev.pat4j.store.TokenId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What is to be changed of a token: at most one of the three lists of scopes, and the texts. Read
 * and checked as a whole before anything is written.
 */
record Change(
    Optional<UnaryOperator<Scopes>> scopes,
    Optional<String> note,
    Optional<String> noteUrl,
    Optional<String> fingerprint) {

  static Change of(Members members, ScopeCatalog catalog) {
    List<String> given =
        Stream.of("scopes", "add_scopes", "remove_scopes").filter(members::has).toList();
    if (given.size() > 1) {
      throw Invalid.custom(
          "scopes", "only one of scopes, add_scopes, remove_scopes may be given, not " + given);
    }
    Optional<UnaryOperator<Scopes>> scopes =
        given.stream()
            .findFirst()
            .map(member -> change(member, members.scopes(member, catalog).orElseThrow(), catalog));
    return new Change(scopes, members.note(), members.noteUrl(), members.fingerprint());
  }

  /** The token as it is after the change; all others of the owner say which texts are taken. */
  AccessToken apply(OwnedTokens mine, Entry entry, List<Entry> all) {
    Map<String, String> attributes = new HashMap<>(entry.token().attributes());
    put(attributes, Entry.NOTE_URL, noteUrl);
    put(attributes, Entry.FINGERPRINT, fingerprint);
    String name = note.orElse(entry.token().name());
    if (note.isPresent() && name.isBlank() && entry.clientId().isEmpty()) {
      throw Invalid.missing("description");
    }
    requireFree(new Wish(name, List.of(), attributes), entry, all);
    TokenId id = entry.token().id();
    scopes.ifPresent(change -> mine.changeScopes(id, change.apply(entry.token().scopes()).names()));
    note.ifPresent(text -> mine.rename(id, text));
    // Always, since every update is one, also of nothing.
    return mine.changeAttributes(id, attributes);
  }

  /** What stays as it is, is as free as it was. */
  private void requireFree(Wish wish, Entry entry, List<Entry> all) {
    boolean renamed = note.filter(text -> !text.equals(entry.token().name())).isPresent();
    boolean moved =
        fingerprint.filter(text -> !text.equals(entry.fingerprint().orElse(""))).isPresent();
    if (renamed) {
      wish.requireNoteFree(all);
    }
    if (moved) {
      wish.requireFingerprintFree(all);
    }
  }

  private static void put(Map<String, String> attributes, String key, Optional<String> text) {
    text.ifPresent(
        value -> {
          attributes.remove(key);
          if (!value.isEmpty()) {
            attributes.put(key, value);
          }
        });
  }

  private static UnaryOperator<Scopes> change(
      String member, List<String> names, ScopeCatalog catalog) {
    return switch (member) {
      case "scopes" -> before -> catalog.of(names);
      case "add_scopes" -> before -> before.union(catalog.of(names));
      default -> before -> without(before, names, catalog);
    };
  }

  /**
   * Without these and all they imply, and without whatever implies one of these; what else that
   * implied is kept. So none of these is covered any longer.
   */
  private static Scopes without(Scopes before, List<String> names, ScopeCatalog catalog) {
    TreeSet<String> kept = new TreeSet<>(before.impliedNames());
    names.forEach(
        name -> {
          kept.removeAll(catalog.of(name).impliedNames());
          kept.removeAll(catalog.sufficientFor(name));
        });
    return catalog.of(kept);
  }
}
