package dev.pat4j.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** What holds of every text. */
class TextProperties {

  @Property
  void aTextIsAcceptedExactlyIfItSurvivesUtf8AndHoldsNoControl(
      @ForAll @StringLength(max = 20) String text) {
    boolean wellFormed =
        new String(text.getBytes(UTF_8), UTF_8).equals(text)
            && text.chars().noneMatch(Character::isISOControl);
    boolean accepted;
    try {
      Text.optional("name", text);
      accepted = true;
    } catch (IllegalArgumentException e) {
      accepted = false;
    }
    assertEquals(wellFormed, accepted);
  }
}
