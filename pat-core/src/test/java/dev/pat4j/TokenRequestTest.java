package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A request says all that must be said, once, within the bounds of a row. */
class TokenRequestTest {

  private static String message(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  private static TokenRequest.Builder request() {
    return TokenRequest.forOwner("ada");
  }

  @Test
  void itSaysWhatWasAskedFor() {
    TokenRequest request =
        request()
            .name("laptop")
            .scopes(List.of("a", "b"))
            .expiry(Expiry.never())
            .allowedAddresses("192.0.2.0/24", "192.0.2.0/24")
            .attribute("k", "v")
            .attribute("l", "")
            .build();

    assertEquals("ada", request.owner());
    assertEquals("laptop", request.name());
    assertEquals(Set.of("a", "b"), request.scopes());
    assertEquals("never", request.expiry().toString());
    assertEquals("[192.0.2.0/24]", request.allowedAddresses().toString());
    assertEquals(Map.of("k", "v", "l", ""), request.attributes());
  }

  @Test
  void whatIsSaidAgainReplacesWhatWasSaidBefore() {
    TokenRequest request =
        request().name("a").name("b").scopes("x").scopes("y").neverExpires().build();

    assertEquals("b", request.name());
    assertEquals(Set.of("y"), request.scopes());
  }

  @Nested
  class ExpiryMustBeSaid {

    @Test
    void noneIsAMistakeWhoseMessageNamesTheMethods() {
      assertEquals(
          "say exactly one of expiresAfter(...), expiresAt(...), neverExpires() or expiry(...);"
              + " none was said",
          assertThrows(IllegalStateException.class, () -> request().build()).getMessage());
    }

    @Test
    void twoAreAMistakeWhoseMessageSaysWhich() {
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () -> request().expiresAfter(Duration.ofDays(1)).neverExpires().build());

      assertTrue(
          thrown.getMessage().endsWith("said were [expiresAfter, neverExpires]"),
          thrown::getMessage);
      assertThrows(
          IllegalStateException.class, () -> request().neverExpires().neverExpires().build());
    }

    @Test
    void eachOfThemSuffices() {
      assertEquals(
          "after PT24H", request().expiresAfter(Duration.ofDays(1)).build().expiry().toString());
      assertEquals(
          "at 2030-01-01T00:00:00Z",
          request().expiresAt(Instant.parse("2030-01-01T00:00:00Z")).build().expiry().toString());
      assertEquals("never", request().neverExpires().build().expiry().toString());
    }
  }

  @Nested
  class Bounds {

    @Test
    void anOwnerMustSaySomethingOfAtMost255Characters() {
      assertEquals("owner must not be blank", message(() -> TokenRequest.forOwner("")));
      assertEquals("owner must not be blank", message(() -> TokenRequest.forOwner(" \u2003")));
      assertEquals(
          "owner has at most 255 characters, this one has 256",
          message(() -> TokenRequest.forOwner("x".repeat(256))));
      TokenRequest.forOwner("x".repeat(255));
      assertEquals(
          "owner must not hold control characters; one is at position 1",
          message(() -> TokenRequest.forOwner("a\nb")));
    }

    @Test
    @DisplayName("threat 18: hostile names: kept exactly as written, or refused, never changed")
    void aNameIsAnyTextWithoutControlsOfAtMost255Characters() {
      for (String name :
          List.of(
              "",
              " ",
              "\"><svg onload=alert(1)>",
              "\u202Etxt.exe",
              "ünï¢ödé \uD83D\uDE80",
              "x".repeat(255))) {
        assertEquals(name, request().name(name).neverExpires().build().name());
      }
      assertEquals(
          "name has at most 255 characters, this one has 10000",
          message(() -> request().name("x".repeat(10_000))));
      for (String control : List.of("\0", "\r", "\n", "\t", "\u0085", "\u001b", "\u007f")) {
        assertEquals(
            "name must not hold control characters; one is at position 3",
            message(() -> request().name("abc" + control)));
      }
      for (String half : List.of("\uD83D", "\uDE80", "\uDE80\uD83D", "\uD83D\uD83D\uDE80")) {
        assertEquals(
            "name must be well-formed Unicode; half a surrogate pair is at position 0",
            message(() -> request().name(half)));
      }
      assertEquals(
          "name must be well-formed Unicode; half a surrogate pair is at position 2",
          message(() -> request().name("\uD83D\uDE80\uD83D")));
    }

    @Test
    void attributesAreFewAndSmall() {
      TokenRequest.Builder full = request();
      for (int i = 0; i < 16; i++) {
        full.attribute("k" + i, "x".repeat(512));
      }
      assertEquals(
          "a token has at most 16 attributes, these are 17",
          message(() -> full.attribute("one-more", "")));
      full.attribute("k0", "replaced");
      assertEquals("replaced", full.neverExpires().build().attributes().get("k0"));

      for (String key : List.of("", "a b", "ä", "x".repeat(65), "k\n", "<k>")) {
        assertEquals(
            "attribute names must be 1 to 64 letters, digits, dots, dashes or underscores",
            message(() -> request().attribute(key, "v")));
      }
      request().attribute("A-z_0.9" + "x".repeat(57), "");
      assertEquals(
          "attribute 'k' has at most 512 characters, this one has 513",
          message(() -> request().attribute("k", "x".repeat(513))));
      assertEquals(
          "attribute 'k' must not hold control characters; one is at position 0",
          message(() -> request().attribute("k", "\n")));
    }

    @Test
    void theListOfAddressesIsBounded() {
      String[] many =
          IntStream.range(0, 300)
              .mapToObj(i -> "10.111.222." + i % 256 + "/" + (8 + i % 25))
              .toArray(String[]::new);
      assertTrue(
          message(() -> request().allowedAddresses(manyDistinct(400)))
              .startsWith("the list of addresses has at most 4000 characters, this one has "));
      request().allowedAddresses(many);
      assertThrows(IllegalArgumentException.class, () -> request().allowedAddresses("nonsense"));
    }

    private String[] manyDistinct(int count) {
      return IntStream.range(0, count)
          .mapToObj(i -> "10.0." + i / 256 + "." + i % 256)
          .toArray(String[]::new);
    }
  }

  @Test
  void whatIsHandedInMayChangeAfterwards() {
    List<String> scopes = new ArrayList<>(List.of("a"));
    TokenRequest.Builder builder = request().scopes(scopes).neverExpires();
    scopes.add("b");
    TokenRequest first = builder.build();
    builder.name("later").attribute("k", "v").allowedAddresses("::1");

    assertEquals(Set.of("a"), first.scopes());
    assertEquals("", first.name());
    assertEquals(Map.of(), first.attributes());
    assertEquals(List.of(), first.allowedAddresses());
    assertThrows(UnsupportedOperationException.class, () -> first.scopes().add("c"));
  }
}
