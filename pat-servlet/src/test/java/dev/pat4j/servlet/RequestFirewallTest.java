package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.servlet.RequestFirewall.Check;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 2: what is refused before any rule is looked at. */
class RequestFirewallTest {

  private final RequestFirewall strict = RequestFirewall.strict();

  @Nested
  class RawTargets {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/",
          "/a",
          "/a/",
          "/a/b.c/d-e_f~g",
          "/a/...",
          "/a/.b",
          "/a/b.",
          "/a/..b",
          "/a/b..",
          "/!$&'()*+,:=@[]^|\"<>{}`",
          "/%C3%A4",
          "/%e2%82%ac",
          "/%F0%9F%98%80",
          "/%20",
          "/%41%7E"
        })
    void plainOnesAreClear(String raw) {
      assertEquals(Optional.empty(), strict.inspectRaw(raw));
    }

    @ParameterizedTest
    @CsvSource({
      "/a;b, SEMICOLON",
      "/a%3bb, SEMICOLON",
      "/a%3Bb, SEMICOLON",
      "/;/a, SEMICOLON",
      "/a\\b, BACKSLASH",
      "/a%5cb, BACKSLASH",
      "/a%5Cb, BACKSLASH",
      "/a%2fb, ENCODED_SLASH",
      "/a%2Fb, ENCODED_SLASH",
      "/a%2eb, ENCODED_DOT",
      "/a%2Eb, ENCODED_DOT",
      "/%2e%2e/a, ENCODED_DOT",
      "/a%25b, PERCENT",
      "//a, EMPTY_SEGMENT",
      "/a//b, EMPTY_SEGMENT",
      "/a//, EMPTY_SEGMENT",
      "/./a, DOT_SEGMENT",
      "/../a, DOT_SEGMENT",
      "/a/., DOT_SEGMENT",
      "/a/.., DOT_SEGMENT",
      "/a/./, DOT_SEGMENT",
      "/., DOT_SEGMENT",
      "/.., DOT_SEGMENT",
      "/a%00, CONTROL",
      "/a%0a, CONTROL",
      "/a%0D, CONTROL",
      "/a%1f, CONTROL",
      "/a%7f, CONTROL",
      "/a%7F, CONTROL",
      "'/a b', UNENCODED",
      "/\u00E4, UNENCODED",
      "/\u0100, UNENCODED",
      "/\u2028, UNENCODED",
      "/a#b, FRAGMENT",
      "/a%, BAD_ESCAPE",
      "/a%4, BAD_ESCAPE",
      "/a%4g, BAD_ESCAPE",
      "/a%g4, BAD_ESCAPE",
      "/a%u002e, BAD_ESCAPE",
      "/a%+41, BAD_ESCAPE",
      "/a%\uFF14\uFF11, BAD_ESCAPE",
      "/%C0%AE, BAD_ESCAPE",
      "/%C1%9C, BAD_ESCAPE",
      "/%80, BAD_ESCAPE",
      "/%C3, BAD_ESCAPE",
      "/%C3x%A4, BAD_ESCAPE",
      "/%E4, BAD_ESCAPE",
      "/%ED%A0%80, BAD_ESCAPE",
      "/%FF, BAD_ESCAPE"
    })
    void suspiciousOnesNameTheCheck(String raw, Check check) {
      assertEquals(Optional.of(check), strict.inspectRaw(raw));
    }

    @Test
    void everyByteIsJudgedPlainAndEncoded() {
      for (int octet = 0; octet < 0x80; octet++) {
        String encoded = String.format("/x%%%02xx", octet);
        boolean clear = octet >= 0x20 && octet != 0x7F && ";\\/.%".indexOf(octet) < 0;
        assertEquals(clear, strict.inspectRaw(encoded).isEmpty(), encoded);
        String plain = "/x" + (char) octet + "x";
        boolean clearPlain = octet > 0x20 && octet != 0x7F && ";\\#%".indexOf(octet) < 0;
        assertEquals(clearPlain, strict.inspectRaw(plain).isEmpty(), plain);
      }
    }
  }

  @Nested
  class PlainPaths {

    @ParameterizedTest
    @ValueSource(
        strings = {"/", "/api/v3/repos/7/", "/a/b.c/d-e_f~g", "/a...b/c..", "/!$&'()*+,=:@"})
    void needNoCloserLook(String path) {
      assertTrue(RequestFirewall.isPlain(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "..", "//", "/.git", "/a/..", "/%41", "/a b", "/\u00E4"})
    void areNoOthers(String path) {
      assertFalse(RequestFirewall.isPlain(path));
    }

    @Test
    void wouldFailNoCheck() {
      for (char c = 0; c < Character.MAX_VALUE; c++) {
        assertFailsNoCheckIfPlain("/x" + c + "x");
      }
      String parts = "/.a;%\\ ";
      int many = 8 * 8 * 8 * 8 * 8;
      for (int spelled = 0; spelled < many; spelled++) {
        StringBuilder path = new StringBuilder();
        for (int rest = spelled; rest > 0; rest /= 8) {
          path.append(rest % 8 == 0 ? "" : parts.charAt(rest % 8 - 1));
        }
        assertFailsNoCheckIfPlain(path.toString());
      }
    }

    private void assertFailsNoCheckIfPlain(String path) {
      if (RequestFirewall.isPlain(path)) {
        assertEquals(Optional.empty(), strict.inspectRaw(path), path);
        assertEquals(Optional.empty(), strict.inspectDecoded(path), path);
      }
    }
  }

  @Nested
  class DecodedPaths {

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/a b", "/\u00E4", "/\u20AC", "/a/...", "/.git", "/a#b"})
    void plainOnesAreClear(String decoded) {
      assertEquals(Optional.empty(), strict.inspectDecoded(decoded));
    }

    @ParameterizedTest
    @CsvSource({
      "/a;b, SEMICOLON",
      "/a\\b, BACKSLASH",
      "/a%b, PERCENT",
      "/a%2fb, PERCENT",
      "//a, EMPTY_SEGMENT",
      "/a//b, EMPTY_SEGMENT",
      "/a/../b, DOT_SEGMENT",
      "/a/., DOT_SEGMENT",
      "/a\u2028b, LINE_SEPARATOR",
      "/a\u2029b, LINE_SEPARATOR"
    })
    void suspiciousOnesNameTheCheck(String decoded, Check check) {
      assertEquals(Optional.of(check), strict.inspectDecoded(decoded));
    }

    @Test
    void controlsAreRefusedToTheLast() {
      for (char c = 0; c < 0x120; c++) {
        boolean control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
        Optional<Check> expected =
            control
                ? Optional.of(Check.CONTROL)
                : switch (c) {
                  case ';' -> Optional.of(Check.SEMICOLON);
                  case '%' -> Optional.of(Check.PERCENT);
                  case '\\' -> Optional.of(Check.BACKSLASH);
                  default -> Optional.empty();
                };
        assertEquals(expected, strict.inspectDecoded("/x" + c + "x"), "U+" + (int) c);
      }
    }
  }

  @Nested
  class Both {

    @Test
    void mustBeClear() {
      assertTrue(strict.admits("/a", "/a"));
      assertFalse(strict.admits("/a;x", "/a"));
      assertFalse(strict.admits("/a", "/a;x"));
    }

    @Test
    void mustBeKnown() {
      assertFalse(strict.admits(null, "/a"));
      assertFalse(strict.admits("/a", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "a", "http://host/a", "?", "%2fa"})
    void theTargetIsAPath(String raw) {
      assertFalse(strict.admits(raw, "/a"));
    }
  }

  @Nested
  class Switches {

    @ParameterizedTest
    @EnumSource(Check.class)
    void eachCanBeGivenUpAlone(Check check) {
      RequestFirewall lenient = strict.allowing(check);
      for (String raw :
          new String[] {
            "/a;b", "/a\\b", "/a%2fb", "/a%2eb", "/a%25b", "/a//b", "/a/./b", "/a%00b", "/a b",
            "/a#b", "/a%zzb"
          }) {
        Optional<Check> failed = strict.inspectRaw(raw);
        assertEquals(
            failed.filter(f -> f != check).isEmpty(), lenient.inspectRaw(raw).isEmpty(), raw);
      }
      Optional<Check> separator = strict.inspectDecoded("/a\u2028");
      assertEquals(
          separator.filter(f -> f != check).isEmpty(),
          lenient.inspectDecoded("/a\u2028").isEmpty());
    }

    @Test
    void areOnByDefaultAndLeaveTheStrictOneAlone() {
      RequestFirewall lenient = strict.allowing(Check.SEMICOLON);
      assertTrue(lenient.admits("/a;b", "/a"));
      assertFalse(strict.admits("/a;b", "/a"));
      assertSame(RequestFirewall.strict(), strict);
      assertThrows(NullPointerException.class, () -> strict.allowing(null));
    }

    @Test
    void canAllBeGivenUp() {
      RequestFirewall open = strict;
      for (Check check : Check.values()) {
        open = open.allowing(check);
      }
      assertTrue(open.admits("/..;/%2e%2e//%00%zz%ff \\#", "/../%\u0000\u2028"));
      assertEquals("RequestFirewall[]", open.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/..;x/b", "/a/..;/b", "/a/.;x=y", "/a/..%3b/b"})
    @DisplayName("a dot segment stays one behind path parameters that are allowed")
    void dotSegmentsBehindParameters(String raw) {
      assertEquals(
          Optional.of(Check.DOT_SEGMENT), strict.allowing(Check.SEMICOLON).inspectRaw(raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/;/b", "/;x/b"})
    @DisplayName("an empty segment stays one behind path parameters that are allowed")
    void emptySegmentsBehindParameters(String raw) {
      assertEquals(
          Optional.of(Check.EMPTY_SEGMENT), strict.allowing(Check.SEMICOLON).inspectRaw(raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%2e%2e/a", "/.%2e/a", "/%2e/a", "/a/%2E"})
    void encodedDotsStayDots(String raw) {
      assertEquals(
          Optional.of(Check.DOT_SEGMENT), strict.allowing(Check.ENCODED_DOT).inspectRaw(raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2f..%2fb", "/a/..%2fb", "/a%2f../b"})
    void encodedSlashesStaySeparators(String raw) {
      assertEquals(
          Optional.of(Check.DOT_SEGMENT), strict.allowing(Check.ENCODED_SLASH).inspectRaw(raw));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a\\..\\b", "/a/..\\b", "/a%5c..%5cb"})
    void backslashesStaySeparators(String raw) {
      assertEquals(
          Optional.of(Check.DOT_SEGMENT), strict.allowing(Check.BACKSLASH).inspectRaw(raw));
    }
  }
}
