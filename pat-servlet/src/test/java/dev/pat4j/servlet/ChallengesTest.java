package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of WWW-Authenticate, byte for byte. */
class ChallengesTest {

  private static final String BASIC = "Basic realm=\"acme\", charset=\"UTF-8\"";

  private final Challenges challenges = new Challenges("acme", null);

  @Test
  void withoutAnError() {
    assertEquals(List.of(BASIC, "Bearer realm=\"acme\""), challenges.both());
  }

  @Test
  void withAnError() {
    assertEquals(
        List.of(BASIC, "Bearer realm=\"acme\", error=\"invalid_token\""),
        challenges.invalidToken());
    assertEquals(
        List.of("Bearer realm=\"acme\", error=\"invalid_request\""), challenges.invalidRequest());
    assertEquals(
        List.of("Bearer realm=\"acme\", error=\"insufficient_scope\", scope=\"a b\""),
        challenges.insufficientScope(List.of("a", "b")));
  }

  @Test
  @DisplayName("quotes and backslashes of the realm are escaped (RFC 9110 section 5.6.4)")
  void escapesTheRealm() {
    assertEquals(
        "Basic realm=\"a \\\"b\\\" \\\\c\", charset=\"UTF-8\"",
        new Challenges("a \"b\" \\c", null).both().get(0));
    assertEquals("Bearer realm=\" ~\"", new Challenges(" ~", null).both().get(1));
    assertEquals("Bearer realm=\"\"", new Challenges("", null).both().get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nSet-Cookie: x",
        "a\n",
        "a\r",
        "a\u0000",
        "a\tb",
        "a\u007F",
        "\u00E4",
        "\u20AC"
      })
  @DisplayName("a realm that could break a header fails at start")
  void refusesRealmsThatAreNotVisibleAscii(String realm) {
    assertThrows(IllegalArgumentException.class, () -> new Challenges(realm, null));
  }

  @Test
  @DisplayName("the metadata's URI stands in every Bearer challenge (RFC 9728 section 5.1)")
  void namesTheMetadata() {
    Challenges with =
        new Challenges(
            "acme", URI.create("https://api.example/.well-known/oauth-protected-resource"));
    String metadata =
        ", resource_metadata=\"https://api.example/.well-known/oauth-protected-resource\"";
    assertEquals(List.of(BASIC, "Bearer realm=\"acme\"" + metadata), with.both());
    assertEquals(
        "Bearer realm=\"acme\", error=\"invalid_token\"" + metadata, with.invalidToken().get(1));
    assertEquals(
        "Bearer realm=\"acme\", error=\"invalid_request\"" + metadata,
        with.invalidRequest().get(0));
    assertEquals(
        "Bearer realm=\"acme\", error=\"insufficient_scope\", scope=\"a\"" + metadata,
        with.insufficientScope(List.of("a")).get(0));
  }

  @Test
  void encodesTheMetadataUri() {
    assertEquals(
        "Bearer realm=\"acme\", resource_metadata=\"https://x/%C3%A4\"",
        new Challenges("acme", URI.create("https://x/\u00E4")).both().get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/relative", "//host/x", "https://u:p@host/x", "https://host/x#f"})
  void refusesOtherMetadataUris(String uri) {
    assertThrows(IllegalArgumentException.class, () -> new Challenges("acme", URI.create(uri)));
  }
}
