package dev.pat4j.examples.cli;

import dev.pat4j.Expiry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** When a token is to expire: {@code 30d}, {@code never}, {@code 2027-01-01}. */
final class Expiries implements ITypeConverter<Expiry> {

  @Override
  public Expiry convert(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new TypeConversionException(
          "a token expires after a time (30d), at a date (2027-01-01, which is its first moment in"
              + " UTC), at an instant (2027-01-01T12:00:00Z) or never, not '"
              + text
              + "'");
    }
  }

  private static Expiry parse(String text) {
    if (text.equals("never")) {
      return Expiry.never();
    }
    if (text.contains("T")) {
      return Expiry.at(Instant.parse(text));
    }
    if (text.contains("-")) {
      return Expiry.at(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    }
    return Expiry.after(Durations.parse(text));
  }
}
