package dev.pat4j.web.settings;

import dev.pat4j.AddressRange;
import dev.pat4j.PolicyViolationException;
import dev.pat4j.TokenPolicy;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.scope.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a form, said before the library is asked, in the reader's language. */
final class TokenChecks {

  private static final int LONGEST_NAME = 255;
  private static final int MOST_ADDRESSES = 80;

  private final Visit visit;
  private final Words words;
  private final List<FieldError> errors = new ArrayList<>();

  TokenChecks(Visit visit) {
    this.visit = visit;
    this.words = visit.words();
  }

  List<FieldError> errors() {
    return errors;
  }

  /** A list of tokens without names cannot be reviewed, so the page asks for one always. */
  TokenChecks name(String name) {
    if (name.isBlank()) {
      wrong("name", "error.name.missing");
    } else if (name.length() > LONGEST_NAME) {
      wrong("name", "error.name.long", LONGEST_NAME, name.length());
    } else if (name.codePoints().anyMatch(TokenChecks::isUnprintable)) {
      wrong("name", "error.name.control");
    }
    return this;
  }

  TokenChecks scopes(Set<String> names) {
    ScopeCatalog catalog = visit.library().scopeCatalog();
    Optional<String> unknown =
        names.stream().filter(name -> catalog.find(name).isEmpty()).findFirst();
    if (unknown.isPresent()) {
      wrong("scopes", "error.scope.unknown", shortened(unknown.get()));
      return this;
    }
    Optional<Scopes> allowed = visit.library().policy().allowedScopes().map(catalog::of);
    names.stream()
        .filter(name -> allowed.filter(scopes -> !scopes.covers(name)).isPresent())
        .findFirst()
        .ifPresent(name -> wrong("scopes", "error.scope.forbidden", name));
    return this;
  }

  TokenChecks addresses(List<String> lines) {
    if (lines.size() > MOST_ADDRESSES) {
      wrong("addresses", "error.address.many", MOST_ADDRESSES, lines.size());
      return this;
    }
    for (String line : lines) {
      try {
        AddressRange.parse(line);
      } catch (IllegalArgumentException malformed) {
        wrong("addresses", "error.address.malformed", shortened(line));
      }
    }
    return this;
  }

  TokenChecks expiry(ExpiryChoices choices, String value, String date) {
    if (choices.chosen(value, date).isPresent()) {
      return this;
    }
    if (value.equals(ExpiryChoices.NEVER)) {
      wrong("expires_in", "error.expiry.never");
    } else if (!value.equals(ExpiryChoices.DATE)) {
      wrong("expires_in", "error.expiry.choose");
    } else if (choices.latest().isPresent()) {
      wrong(
          "date",
          "error.expiry.between",
          words.day(choices.earliest()),
          words.day(choices.latest().get()));
    } else {
      wrong("date", "error.expiry.from", words.day(choices.earliest()));
    }
    return this;
  }

  /** What the library refused though nothing was wrong above, such as one token too many. */
  FieldError refused(PolicyViolationException e) {
    TokenPolicy policy = visit.library().policy();
    return switch (e.rule()) {
      case TOKENS_PER_OWNER ->
          new FieldError("", words.text("error.policy.number", policy.tokensPerOwner()));
      case LIFETIME ->
          new FieldError(
              "expires_in",
              words.text(
                  "error.policy.lifetime",
                  policy.maximumLifetime().map(words::duration).orElse("")));
      case NAME -> new FieldError("name", words.text("error.name.missing"));
      case SCOPES -> new FieldError("scopes", words.text("error.policy.scopes"));
      default -> new FieldError("", words.text("error.policy.other"));
    };
  }

  /** That the store cannot be reached, and the form may be sent again. */
  FieldError unavailable() {
    return new FieldError("", words.text("refused.unavailable"));
  }

  private void wrong(String field, String key, Object... values) {
    errors.add(new FieldError(field, words.text(key, values)));
  }

  private static boolean isUnprintable(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private static String shortened(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }
}
