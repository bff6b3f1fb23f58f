package dev.pat4j.examples.cli;

import static java.util.Objects.requireNonNull;

import dev.pat4j.store.TokenId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number of a token. */
final class Ids implements ITypeConverter<TokenId> {

  /** Does not repeat what it was given: somebody may paste the token itself. */
  @Override
  public TokenId convert(String text) {
    return TokenId.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "an id is the number that list shows, never the token itself"));
  }

  /** What picocli has made sure of. */
  static TokenId given(@Nullable TokenId id) {
    return requireNonNull(id, "id");
  }
}
