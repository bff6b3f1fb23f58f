package dev.pat4j.web.settings;

import java.util.List;
import java.util.Optional;

/**
 * A form of a token as shown: what stands in it, what can be chosen, and what is wrong.
 *
 * @param frame round it
 * @param form what stands in it
 * @param scopes to choose from
 * @param expiry to choose from; empty if it is not to be changed here
 * @param errors in the order of the fields
 * @param name of the form, good for one use
 * @param ignored scopes that a link asked for and that there are none of
 */
public record FormView(
    Frame frame,
    TokenForm form,
    List<ScopeNode> scopes,
    Optional<ExpiryChoices> expiry,
    List<FieldError> errors,
    String name,
    List<String> ignored) {

  /** What is wrong with this field; empty if nothing. */
  public List<FieldError> errorsOf(String field) {
    return errors.stream().filter(error -> error.field().equals(field)).toList();
  }

  /** Whether something is wrong with this field. */
  public boolean isWrong(String field) {
    return !errorsOf(field).isEmpty();
  }
}
