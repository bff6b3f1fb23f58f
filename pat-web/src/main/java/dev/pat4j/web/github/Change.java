package dev.pat4j.web.github;

import dev.pat4j.AccessToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.TokenChange;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.scope.Scopes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What is to be changed of a token: at most one of the three lists of scopes, and the texts. Read
 * and checked as a whole before anything is written. As GitHub has it, even one that changes
 * nothing is an update, and moves {@code updated_at}.
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
    requireFree(new Wish(name(entry), List.of(), attributes(entry)), entry, all);
    return mine.change(
        entry.token().id(),
        change -> {
          // As it is now: on another node another may have changed it since it was found.
          Entry now = new Entry(change.before());
          scopes.ifPresent(changed -> change.scopes(changed.apply(now.token().scopes()).names()));
          note.ifPresent(change::name);
          attach(change, attributes(now));
          change.touch();
        });
  }

  /** Each is checked already; that a host attached too many of its own is seen here alone. */
  private static void attach(TokenChange change, Map<String, String> attributes) {
    try {
      change.attributes(attributes);
    } catch (IllegalArgumentException e) {
      throw Invalid.custom("base", String.valueOf(e.getMessage()));
    }
  }

  private String name(Entry entry) {
    if (note.filter(String::isBlank).isPresent() && entry.clientId().isEmpty()) {
      throw Invalid.missing("description");
    }
    return note.orElse(entry.token().name());
  }

  private Map<String, String> attributes(Entry entry) {
    Map<String, String> attributes = new HashMap<>(entry.token().attributes());
    put(attributes, Entry.NOTE_URL, noteUrl);
    put(attributes, Entry.FINGERPRINT, fingerprint);
    return attributes;
  }

  /** What stays as it is, is as free as it was. */
  private void requireFree(Wish wish, Entry entry, List<Entry> all) {
    boolean renamed = note.filter(text -> !text.equals(entry.token().name())).isPresent();
    boolean moved =
        fingerprint.filter(text -> !text.equals(entry.fingerprint().orElse(""))).isPresent();
    for (Entry other : all) {
      if ((renamed && wish.hasNoteOf(other)) || (moved && wish.hasFingerprintOf(other))) {
        throw wish.taken(other);
      }
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
