package dev.pat4j.scope;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that a host knows, and which implies which.
 *
 * <p>Implication is declared, never read off a name: {@code admin:org} implies {@code read:org}
 * because the catalogue says so. A name that is not declared is refused wherever it turns up; a
 * scope that the host gave up is declared {@linkplain Builder#retired retired}, so that tokens
 * which carry it keep their other scopes. Immutable and thread-safe. No method accepts null.
 */
public final class ScopeCatalog {

  /** Distinct stored sets that are remembered in parsed form; a host rarely has more than a few. */
  private static final int REMEMBERED = 4_096;

  /** More names than that make no message. */
  private static final int MOST_LISTED = 20;

  private static final Pattern SPACE = Pattern.compile(" ");

  private final List<Scope> scopes;
  private final Map<String, Integer> index;
  private final Set<String> retired;

  /** For each scope, in the order of {@link #scopes}, the bits of itself and all it implies. */
  private final long[][] closures;

  private final Scopes none;
  private final Map<String, Scopes> parsed = new ConcurrentHashMap<>();

  private ScopeCatalog(List<Scope> scopes, Map<String, Integer> index, Set<String> retired) {
    this.scopes = List.copyOf(scopes);
    this.index = Map.copyOf(index);
    this.retired = Set.copyOf(retired);
    this.closures = new Implication(this.scopes, this.index).closures();
    this.none = new Scopes(this, new long[words()]);
  }

  /** A catalogue without scopes: every token may do what needs none, and nothing else. */
  public static ScopeCatalog empty() {
    return builder().build();
  }

  /** An empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** The scopes that imply the one being declared: {@code scope("a:read", "…", within("a"))}. */
  public static Set<String> within(String... parents) {
    return Set.copyOf(Arrays.asList(parents));
  }

  /** Every declared scope, in the order of declaration, retired ones left out. */
  public List<Scope> scopes() {
    return scopes;
  }

  /** The scope of this name; empty if it is not declared, or retired. */
  public Optional<Scope> find(String name) {
    return Optional.ofNullable(index.get(name)).map(scopes::get);
  }

  /** The set that allows nothing. */
  public Scopes none() {
    return none;
  }

  /** The set of these scopes and all they imply. See {@link #of(Collection)}. */
  public Scopes of(String... names) {
    return of(Arrays.asList(names));
  }

  /**
   * The set of these scopes and all they imply.
   *
   * @throws IllegalArgumentException if one is not declared, or is retired; the message names it
   */
  public Scopes of(Collection<String> names) {
    long[] bits = new long[words()];
    for (String name : requireNonNull(names, "scope names")) {
      add(bits, require(name));
    }
    return new Scopes(this, bits);
  }

  /**
   * The set that a row holds as text: names separated by single spaces, none if empty. A retired
   * name is allowed here and grants nothing.
   *
   * @throws IllegalArgumentException if a name was never declared; the message names it
   */
  public Scopes parse(String text) {
    Scopes known = parsed.get(text);
    if (known != null) {
      return known;
    }
    Scopes read = text.isEmpty() ? none : read(text);
    if (parsed.size() < REMEMBERED) {
      parsed.put(text, read);
    }
    return read;
  }

  /**
   * The named scope and every one that implies it, directly or not: each of them is enough where
   * this one is required. Sorted as declared.
   *
   * @throws IllegalArgumentException if it is not declared
   */
  public List<String> sufficientFor(String name) {
    int wanted = require(name);
    List<String> sufficient = new ArrayList<>();
    for (int i = 0; i < scopes.size(); i++) {
      if (isSet(closures[i], wanted)) {
        sufficient.add(scopes.get(i).name());
      }
    }
    return List.copyOf(sufficient);
  }

  @Override
  public String toString() {
    return "ScopeCatalog" + scopes.stream().map(Scope::name).toList();
  }

  boolean has(long[] bits, String name) {
    return isSet(bits, require(name));
  }

  /** The names in these bits that no other of them implies. */
  List<String> normalised(long[] bits) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < scopes.size(); i++) {
      if (isSet(bits, i) && !impliedByAnother(bits, i)) {
        names.add(scopes.get(i).name());
      }
    }
    return names;
  }

  List<String> every(long[] bits) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < scopes.size(); i++) {
      if (isSet(bits, i)) {
        names.add(scopes.get(i).name());
      }
    }
    return names;
  }

  private boolean impliedByAnother(long[] bits, int implied) {
    for (String parent : scopes.get(implied).parents()) {
      if (isSet(bits, indexOf(parent))) {
        return true;
      }
    }
    return false;
  }

  private Scopes read(String text) {
    long[] bits = new long[words()];
    for (String name : SPACE.split(text, -1)) {
      Integer known = index.get(name);
      if (known != null) {
        add(bits, known);
      } else if (!retired.contains(name)) {
        throw unknown(name, scopes.isEmpty() ? whatThereIs() : "");
      }
    }
    return new Scopes(this, bits);
  }

  private void add(long[] bits, int scope) {
    for (int word = 0; word < bits.length; word++) {
      bits[word] |= closures[scope][word];
    }
  }

  private int require(String name) {
    Integer known = index.get(requireNonNull(name, "scope name"));
    if (known != null) {
      return known;
    }
    throw retired.contains(name)
        ? new IllegalArgumentException("scope '" + printable(name) + "' is retired")
        : unknown(name, whatThereIs());
  }

  private static IllegalArgumentException unknown(String name, String more) {
    return new IllegalArgumentException(
        "scope '" + printable(name) + "' is not in the catalogue" + more);
  }

  /** Whoever forgot to hand the catalogue over looks for the mistake in its names otherwise. */
  private String whatThereIs() {
    if (scopes.isEmpty()) {
      return ", which is empty: give the library's builder one with scopes(...)";
    }
    return scopes.size() > MOST_LISTED
        ? "; there are " + scopes.size() + " scopes"
        : scopes.stream().map(Scope::name).collect(Collectors.joining(", ", "; there are: ", ""));
  }

  private int indexOf(String declared) {
    return requireNonNull(index.get(declared), declared);
  }

  private int words() {
    return (scopes.size() + Long.SIZE - 1) / Long.SIZE;
  }

  static boolean isSet(long[] bits, int scope) {
    return (bits[scope >> 6] & (1L << scope)) != 0;
  }

  /** Names may come from a request: no line of a log is to be broken by one, nor filled. */
  static String printable(String name) {
    String cut = name.length() <= 64 ? name : name.substring(0, 64) + "…";
    return cut.replaceAll("[^\\x20-\\x7E…]", "?");
  }

  /** Collects declarations; not thread-safe. */
  public static final class Builder {

    /** scope-token of RFC 6749 section 3.3, and short enough for any column. */
    private static final Pattern NAME = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");

    private final Map<String, Scope> declared = new LinkedHashMap<>();
    private final Set<String> retired = new HashSet<>();

    private Builder() {}

    /** Declares a top-level scope. See {@link #scope(String, String, Set)}. */
    public Builder scope(String name, String description) {
      return scope(name, description, Set.of());
    }

    /**
     * Declares a scope that each of {@code parents} implies; see {@link ScopeCatalog#within}. The
     * parents may be declared later.
     *
     * @throws IllegalArgumentException if the name is taken or no scope-token of RFC 6749 section
     *     3.3 (visible ASCII without quote and backslash, at most 100 characters)
     */
    public Builder scope(String name, String description, Set<String> parents) {
      unused(name);
      declared.put(name, new Scope(name, requireNonNull(description, "description"), parents));
      return this;
    }

    /**
     * Declares a name that tokens may still carry but that grants nothing any more and cannot be
     * asked for.
     *
     * @throws IllegalArgumentException as {@link #scope(String, String, Set)}
     */
    public Builder retired(String name) {
      unused(name);
      retired.add(name);
      return this;
    }

    /**
     * The catalogue.
     *
     * @throws IllegalStateException if a parent is not declared, or scopes imply each other in a
     *     circle; the message names them
     */
    public ScopeCatalog build() {
      Map<String, Integer> index = new HashMap<>();
      for (String name : declared.keySet()) {
        index.put(name, index.size());
      }
      return new ScopeCatalog(List.copyOf(declared.values()), index, retired);
    }

    private void unused(String name) {
      if (!NAME.matcher(requireNonNull(name, "scope name")).matches()) {
        throw new IllegalArgumentException(
            "scope name '"
                + printable(name)
                + "' must be 1 to 100 visible ASCII characters without space, quote and backslash"
                + " (RFC 6749 section 3.3)");
      }
      if (declared.containsKey(name) || retired.contains(name)) {
        throw new IllegalArgumentException("scope '" + name + "' is declared twice");
      }
    }
  }

  /** Computes what each scope implies, itself included, by walking up from it. */
  private record Implication(List<Scope> scopes, Map<String, Integer> index) {

    long[][] closures() {
      int words = (scopes.size() + Long.SIZE - 1) / Long.SIZE;
      long[][] closures = new long[scopes.size()][words];
      for (int scope = 0; scope < scopes.size(); scope++) {
        mark(closures, scope, scope, new LinkedHashSet<>());
      }
      return closures;
    }

    /** Marks {@code implied} in every scope on the ways up from {@code at}. */
    private void mark(long[][] closures, int implied, int at, Set<Integer> way) {
      if (!way.add(at)) {
        List<String> circle =
            way.stream().dropWhile(i -> i != at).map(i -> scopes.get(i).name()).toList();
        throw new IllegalStateException("scopes imply each other in a circle: " + circle);
      }
      if (isSet(closures[at], implied)) {
        way.remove(at);
        return;
      }
      closures[at][implied >> 6] |= 1L << implied;
      for (String parent : scopes.get(at).parents()) {
        mark(closures, implied, parentIndex(at, parent), way);
      }
      way.remove(at);
    }

    private int parentIndex(int scope, String parent) {
      @Nullable Integer known = index.get(parent);
      if (known == null) {
        throw new IllegalStateException(
            "scope '"
                + scopes.get(scope).name()
                + "' is within '"
                + printable(parent)
                + "', which is not declared");
      }
      return known;
    }
  }
}
