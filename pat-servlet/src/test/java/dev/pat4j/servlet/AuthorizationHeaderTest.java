package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pat4j.servlet.Credentials.Carrier;
import dev.pat4j.servlet.Credentials.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading credentials, in the order of the grammar. */
class AuthorizationHeaderTest {

  private static final int LIMIT = 256;

  private final AuthorizationHeader header = new AuthorizationHeader(LIMIT);

  private Credentials read(String... lines) {
    return header.read(List.of(lines));
  }

  private Credentials basic(String pair) {
    return read(FakeRequest.basic(pair));
  }

  private static void assertPresented(
      Credentials credentials, Carrier carrier, String token, String user) {
    assertEquals(Kind.PRESENTED, credentials.kind());
    assertEquals(carrier, credentials.carrier());
    assertEquals(token, credentials.token());
    assertEquals(user, credentials.user());
  }

  @Nested
  class Lines {

    @Test
    @DisplayName("row 6: no line is no credentials")
    void none() {
      assertSame(Credentials.ABSENT, read());
    }

    @Test
    @DisplayName("row 8: two lines are one too many, whatever they hold")
    void two() {
      assertSame(Credentials.DUPLICATED, read("Bearer abc", "Bearer def"));
      assertSame(Credentials.DUPLICATED, read("Bearer abc", "Bearer abc"));
      assertSame(Credentials.DUPLICATED, read("Bearer abc", ""));
      assertSame(Credentials.DUPLICATED, read("", "", ""));
    }
  }

  @Nested
  class Scheme {

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR", "token", "Token", "TOKEN"})
    void isComparedWithoutRegardToAsciiCase(String scheme) {
      assertPresented(read(scheme + " abc"), Carrier.BEARER, "abc", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "basic", "BASIC", "bASIc"})
    void basicToo(String scheme) {
      assertPresented(read(scheme + " dTpw"), Carrier.BASIC, "p", "u");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          "\t",
          "Digest username=\"x\"",
          "Negotiate abc",
          "PAT abc",
          "Basic,dTpw",
          "BasicdTpw",
          "BasicXdTpw abc",
          "Basi dTpw",
          "Bearerabc",
          "Bearer,abc",
          "Bearerx abc",
          "Bearer\tabc",
          "Basic\tdTpw",
          "tokens abc",
          "abc",
          "=",
          "Bearer: abc",
          "\"Bearer\" abc"
        })
    @DisplayName("row 7: any other first word is a scheme that is not spoken here")
    void othersAreForeign(String line) {
      assertSame(Credentials.FOREIGN, read(line));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"ba\u017Fic dTpw", "Bas\u0131c dTpw", "BAS\u0130C dTpw", "to\u212Aen abc"})
    @DisplayName("threat 16: letters that only fold to ASCII are other letters")
    void foldsNothingButAscii(String line) {
      assertSame(Credentials.FOREIGN, read(line));
    }
  }

  @Nested
  class Whitespace {

    @Test
    void oneOrMoreBlanksSeparate() {
      assertPresented(read("Bearer    abc"), Carrier.BEARER, "abc", null);
      assertPresented(read("Basic   dTpw"), Carrier.BASIC, "p", "u");
    }

    @Test
    void blanksAndTabsRoundTheValueAreNotPartOfIt() {
      assertPresented(read(" \t Bearer abc \t "), Carrier.BEARER, "abc", null);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"Bearer \tabc", "Bearer abc\u0000", "Bearer \u000Babc", "Bearer abc\u00A0"})
    void nothingElseIsTrimmed(String line) {
      assertSame(Credentials.MALFORMED_BEARER, read(line));
    }
  }

  @Nested
  class Bearer {

    @ParameterizedTest
    @ValueSource(
        strings = {"a", "A-Za-z0-9-._~+/", "abc=", "abc==", "abc====", "0", "-", "mF_9.B5f-4.1JqM"})
    void takesAnyToken68ByteForByte(String token) {
      assertPresented(read("Bearer " + token), Carrier.BEARER, token, null);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Bearer",
          "Bearer ",
          "token",
          "Bearer =",
          "Bearer ==",
          "Bearer a=b",
          "Bearer =a",
          "Bearer abc def",
          "Bearer abc,def",
          "Bearer \"abc\"",
          "Bearer token=\"abc\"",
          "Token token=\"abc\"",
          "Bearer a%62c",
          "Bearer abc;",
          "Bearer a\u00E4c",
          "Bearer \u212A",
          "Bearer a\nb",
          "Bearer a\u0000b",
          "Bearer a\u007Fb",
          "Bearer a@b",
          "Bearer a[b",
          "Bearer a`b",
          "Bearer a{b",
          "Bearer a:b"
        })
    @DisplayName("row 10: whatever is no token68 is malformed")
    void refusesTheRest(String line) {
      assertSame(Credentials.MALFORMED_BEARER, read(line));
    }

    @Test
    void takesEveryCharacterOfTheGrammarAndNoOther() {
      String grammar = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/";
      for (char c = 0; c < 0x250; c++) {
        Kind kind = read("Bearer x" + c + "x").kind();
        assertEquals(
            grammar.indexOf(c) >= 0 ? Kind.PRESENTED : Kind.MALFORMED, kind, "U+" + (int) c);
      }
    }
  }

  @Nested
  class Basic {

    @Test
    void theFirstColonSeparates() {
      assertPresented(basic("user:pass:word"), Carrier.BASIC, "pass:word", "user");
    }

    @ParameterizedTest
    @CsvSource({
      "anyone:T, anyone, T",
      "x-access-token:T, x-access-token, T",
      "oauth2:T, oauth2, T",
      ":T, '', T",
      "T:, , T",
      "T:x-oauth-basic, , T",
      "T:X-OAuth-Basic, T, X-OAuth-Basic",
      "T:wrong, T, wrong",
      ":x-oauth-bas, '', x-oauth-bas"
    })
    @DisplayName("the token is the password, or the user where that is empty or x-oauth-basic")
    void findsTheToken(String pair, String user, String token) {
      assertPresented(basic(pair), Carrier.BASIC, token, user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "nocolon", ":x-oauth-basic"})
    @DisplayName("row 9: no colon, or no secret on either side, is malformed")
    void needsAColonAndASecret(String pair) {
      assertSame(Credentials.MALFORMED_BASIC, basic(pair));
    }

    @Test
    @DisplayName("row 9: control characters are refused in either half, blanks are kept")
    void refusesControls() {
      for (char c = 0; c < 0x80; c++) {
        boolean control = c < 0x20 || c == 0x7F;
        Kind expected = control ? Kind.MALFORMED : Kind.PRESENTED;
        assertEquals(expected, basic("us" + c + "er:pass").kind(), "user U+" + (int) c);
        assertEquals(expected, basic("user:pa" + c + "ss").kind(), "password U+" + (int) c);
      }
    }

    @Test
    @DisplayName("`echo token | base64` adds a newline, which no token has")
    void refusesATrailingNewline() {
      assertSame(Credentials.MALFORMED_BASIC, basic("user:token\n"));
    }

    @Test
    void neverTrimsThePassword() {
      assertPresented(basic("user: T "), Carrier.BASIC, " T ", "user");
    }

    @Test
    void isNotBotheredByAUserThatIsNotUtf8() {
      byte[] pair = {(byte) 0xFF, (byte) 0xC3, ':', 'T'};
      String line = "Basic " + Base64.getEncoder().encodeToString(pair);
      assertEquals("T", read(line).token());
    }

    @Test
    void readsUtf8() {
      assertPresented(basic("j\u00F6rg:T"), Carrier.BASIC, "T", "j\u00F6rg");
    }

    @Test
    void acceptsMissingPadding() {
      assertPresented(read("Basic dTpwdw"), Carrier.BASIC, "pw", "u");
      assertPresented(read("Basic dTpwdw=="), Carrier.BASIC, "pw", "u");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "Basic",
          "Basic ",
          "Basic dTpw dTpw",
          "Basic dTpwdw=",
          "Basic dTpwdw===",
          "Basic =dTpw",
          "Basic dT=pw",
          "Basic d",
          "Basic dTpw\n",
          "Basic dT-_",
          "Basic dTpw,",
          "Basic \"dTpw\"",
          "Basic u:p",
          "Basic dT\u00FCpw"
        })
    @DisplayName("row 9: whatever is not base64 of RFC 4648 section 4 is malformed")
    void refusesWhatIsNotBase64(String line) {
      assertSame(Credentials.MALFORMED_BASIC, read(line));
    }
  }

  @Nested
  class Length {

    @Test
    void theLongestLineIsRead() {
      String token = "a".repeat(LIMIT - "Bearer ".length());
      assertPresented(read("Bearer " + token), Carrier.BEARER, token, null);
      assertPresented(read("  Bearer " + token + "  "), Carrier.BEARER, token, null);
    }

    @Test
    void aLongerOneIsMalformedInItsScheme() {
      String tooLong = "a".repeat(LIMIT - "Bearer ".length() + 1);
      assertSame(Credentials.MALFORMED_BEARER, read("Bearer " + tooLong));
      String pair =
          Base64.getEncoder()
              .encodeToString(("u:" + "p".repeat(LIMIT)).getBytes(StandardCharsets.US_ASCII));
      assertSame(Credentials.MALFORMED_BASIC, read("Basic " + pair));
      assertSame(Credentials.FOREIGN, read("Negotiate " + "a".repeat(LIMIT)));
    }
  }

  @Test
  @DisplayName("threat 17: credentials in a log or an exception show nothing of the secret")
  void toStringHidesTheSecret() {
    assertFalse(read("Bearer secret").toString().contains("secret"));
    assertFalse(basic("secret:").toString().contains("secret"));
    assertFalse(basic("secret:secret").toString().contains("secret"));
    assertEquals("PRESENTED BASIC", basic("u:p").toString());
    assertEquals("ABSENT", read().toString());
    assertNull(read("Bearer abc").user());
  }
}
