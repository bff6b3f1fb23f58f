package dev.pat4j.servlet;

import static java.util.Objects.requireNonNull;

import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.internal.LogLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which paths and methods are open, which need a token, and which scopes it must have. Whatever no
 * rule names is denied.
 *
 * <p><b>Paths.</b> A pattern is an exact path, {@code /api/user}, or a prefix, {@code /api/*},
 * which covers {@code /api}, {@code /api/} and everything below (Servlet 6.0 section 12.2). It is
 * compared, case and all, with what the container dispatches on: the decoded path within the
 * context. The most specific pattern decides alone: exact before prefix, longer prefix before
 * shorter. A trailing slash is another path.
 *
 * <p><b>Methods.</b> A rule without a method speaks for every method that no other rule with the
 * same pattern names. Where the deciding pattern is named for some methods only, the others are
 * denied; no less specific pattern is consulted. HEAD is judged by the rule for GET; OPTIONS is a
 * method like any other; TRACE is always denied.
 *
 * <p>Immutable and thread-safe. No method accepts null.
 */
public final class AccessRules {

  private final List<Rule> rules;
  private final boolean defaultPass;
  private final boolean lfsUploadsChecked;

  private AccessRules(Builder builder) {
    this.rules = List.copyOf(builder.rules);
    this.defaultPass = builder.defaultPass;
    this.lfsUploadsChecked = builder.lfsUploadsChecked;
  }

  /** No rules yet: everything is denied. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * These rules with the scopes of this catalogue.
   *
   * @throws IllegalArgumentException if a rule names an unknown scope; the message names both
   */
  RuleTable resolve(ScopeCatalog catalog) {
    return new RuleTable(rules, catalog, defaultPass, new GitRules(lfsUploadsChecked));
  }

  @Override
  public String toString() {
    return "AccessRules" + rules + (defaultPass ? ", the rest passes" : ", the rest is denied");
  }

  /** What a rule is about, and the kind of thing it says. */
  record Rule(Kind kind, String method, PathPattern pattern, List<String> scopes) {

    enum Kind {
      OPEN,
      /** All of {@code scopes}, which may be none. */
      TOKEN,
      /** The first of {@code scopes} to read, the second to write. */
      GIT
    }

    /** As the host wrote it: {@code require GET /repos/* repo:read}. */
    @Override
    public String toString() {
      List<String> words = new ArrayList<>();
      words.add(
          switch (kind) {
            case OPEN -> "open";
            case TOKEN -> scopes.isEmpty() ? "authenticated" : "require";
            case GIT -> "git";
          });
      if (!method.equals(PathTable.EVERY_METHOD)) {
        words.add(method);
      }
      words.add(pattern.toString());
      words.addAll(scopes);
      return String.join(" ", words);
    }
  }

  /** Collects rules; not thread-safe. */
  public static final class Builder {

    /** A token of RFC 9110 section 5.6.2 without lower case: methods are compared exactly. */
    private static final Pattern METHOD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Z-]+");

    private final List<Rule> rules = new ArrayList<>();
    private final PathTable<Rule> taken = new PathTable<>();
    private boolean defaultPass;
    private boolean lfsUploadsChecked;

    private Builder() {}

    /** Opens a path for every method but TRACE. See {@link #open(String, String)}. */
    public Builder open(String pattern) {
      return add(Rule.Kind.OPEN, PathTable.EVERY_METHOD, pattern, List.of());
    }

    /**
     * Opens a path to everybody. Credentials sent there are not looked at: the request goes through
     * anonymously, and what the application answers is its own affair.
     *
     * @throws IllegalArgumentException if the method or the pattern is malformed, or the pair is
     *     taken by another rule
     */
    public Builder open(String method, String pattern) {
      return add(Rule.Kind.OPEN, checkedMethod(method), pattern, List.of());
    }

    /** As {@link #authenticated(String, String)}, for every method but TRACE. */
    public Builder authenticated(String pattern) {
      return add(Rule.Kind.TOKEN, PathTable.EVERY_METHOD, pattern, List.of());
    }

    /**
     * Lets any valid token in, whatever its scopes, even without any.
     *
     * @throws IllegalArgumentException as {@link #open(String, String)}
     */
    public Builder authenticated(String method, String pattern) {
      return add(Rule.Kind.TOKEN, checkedMethod(method), pattern, List.of());
    }

    /**
     * Lets valid tokens in that cover all of the scopes: {@code require("GET", "/repos/*",
     * "repo:read")}, or, for every method that no other rule names, {@code require("/repos/*",
     * "repo")}.
     *
     * @param methodOrPattern a pattern if it begins with {@code /}, else a method
     * @param patternAndScopes the pattern, if a method came first, and at least one scope; for none
     *     there is {@link #authenticated(String)}
     * @throws IllegalArgumentException as {@link #open(String, String)}, or if no scope is named;
     *     whether the scopes exist is checked when the filter is built
     */
    public Builder require(String methodOrPattern, String... patternAndScopes) {
      List<String> rest = List.of(patternAndScopes);
      boolean everyMethod = methodOrPattern.startsWith("/");
      int scopesFrom = everyMethod ? 0 : 1;
      if (rest.size() <= scopesFrom) {
        throw new IllegalArgumentException(
            "rule "
                + LogLines.printable(methodOrPattern + " " + String.join(" ", rest))
                + " names no scope; to let any valid token in, say authenticated(...)");
      }
      List<String> scopes = rest.subList(scopesFrom, rest.size());
      return everyMethod
          ? add(Rule.Kind.TOKEN, PathTable.EVERY_METHOD, methodOrPattern, scopes)
          : add(Rule.Kind.TOKEN, checkedMethod(methodOrPattern), rest.get(0), scopes);
    }

    /**
     * Guards a git server over HTTP, its LFS endpoints included: {@code readScope} to clone and
     * fetch, {@code writeScope} for whatever may write. The whole tree should be named, {@code
     * git("/git/*", …)}, since servers also answer to the plain files below it. The scope for
     * writing does not include the one for reading unless the catalogue says so.
     *
     * @throws IllegalArgumentException as {@link #open(String, String)}
     */
    public Builder git(String pattern, String readScope, String writeScope) {
      return add(Rule.Kind.GIT, PathTable.EVERY_METHOD, pattern, List.of(readScope, writeScope));
    }

    /**
     * States that the handler of Git LFS's {@code objects/batch} refuses uploads itself, for
     * example with {@link RequireScopes}, so that git rules may let it through with the scope for
     * reading. What a batch does stands in its body, which the filter leaves alone; without this
     * statement it needs the scope for writing.
     */
    public Builder lfsUploadsCheckedByHandler() {
      lfsUploadsChecked = true;
      return this;
    }

    /**
     * Lets everything through that no pattern names, anonymously and unseen. The default is to deny
     * it, and a route added later then is safe before anyone thinks of it.
     */
    public Builder defaultPass() {
      defaultPass = true;
      return this;
    }

    /** The rules. */
    public AccessRules build() {
      return new AccessRules(this);
    }

    private Builder add(Rule.Kind kind, String method, String pattern, List<String> scopes) {
      Rule rule = new Rule(kind, method, PathPattern.parse(pattern), List.copyOf(scopes));
      Rule other = taken.put(rule.pattern(), method, rule);
      if (other != null) {
        throw new IllegalArgumentException(
            "two rules for the same pattern and method: " + other + " and " + rule);
      }
      rules.add(rule);
      return this;
    }

    private static String checkedMethod(String method) {
      requireNonNull(method, "method");
      if (!METHOD.matcher(method).matches() || method.equals(PathTable.EVERY_METHOD)) {
        throw new IllegalArgumentException(
            "method '"
                + LogLines.printable(method)
                + "' must be written as it is sent, in capitals; leave it out for every method");
      }
      if (Arrays.asList("HEAD", "TRACE").contains(method)) {
        throw new IllegalArgumentException(
            "no rule can name "
                + method
                + ": HEAD is judged by the rule for GET, and TRACE is always denied");
      }
      return method;
    }
  }
}
