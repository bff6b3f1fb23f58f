package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a host can set of the page, and what it cannot. */
class SettingsBuilderTest {

  @Test
  void theBrandIsShownEverywhere() throws Exception {
    try (SettingsLab page =
        new SettingsLab(
            builder ->
                builder
                    .brand("A<b>me")
                    .home("/home")
                    .logo("/logo.svg")
                    .stylesheet("/own.css")
                    .trustedHeaderHtml(request -> "<p>header for " + request.getMethod() + "</p>")
                    .trustedFooterHtml(request -> "<p>footer</p>"))) {
      for (String path : List.of("", "/new", "/nothing")) {
        String html = page.ada.get(path).body();

        assertTrue(html.contains("A&lt;b&gt;me</title>"), html);
        assertTrue(html.contains("href=\"/home\""), html);
        assertTrue(html.contains("<img src=\"/logo.svg\" alt=\"A&lt;b>me\""), html);
        assertTrue(html.contains("href=\"/own.css\""), html);
        assertTrue(html.contains("<p>header for GET</p>"), html);
        assertTrue(html.contains("<p>footer</p>"), html);
      }
    }
  }

  @Test
  void theAccentIsInTheStyleSheet() throws Exception {
    try (SettingsLab page = new SettingsLab(builder -> builder.accent("#6A1B9A", "#CE93D8"))) {
      Matcher link =
          Pattern.compile("href=\"[^\"]*(/assets/[^\"]*)\"").matcher(page.ada.get("").body());
      assertTrue(link.find());
      String css = page.ada.get(link.group(1)).body();

      assertTrue(css.contains("--accent:#6a1b9a;--on-accent:#ffffff"), css);
      assertTrue(css.contains("--accent:#ce93d8;--on-accent:#000000"), css);
    }
  }

  @Test
  void aColourThatIsNoneOrCannotBeReadIsRefused() throws Exception {
    try (WebLab lab = new WebLab()) {
      var builder = TokenSettingsServlet.builder(lab.tokens, lab.host);
      for (String colour : List.of("red", "#fff", "#12345g", "#123456;}", "")) {
        assertThrows(
            IllegalArgumentException.class, () -> builder.accent(colour, "#ce93d8"), colour);
      }
      String message =
          assertThrows(IllegalArgumentException.class, () -> builder.accent("#ffcc00", "#ce93d8"))
              .getMessage();

      assertTrue(message.contains("#ffcc00 has a contrast of 1.5"), message);
      assertTrue(message.contains("take a darker one"), message);
    }
  }

  @Test
  void aPathThatMightLeadElsewhereIsRefused() throws Exception {
    try (WebLab lab = new WebLab()) {
      var builder = TokenSettingsServlet.builder(lab.tokens, lab.host);
      for (String path :
          List.of(
              "https://evil.example/x.svg",
              "//evil.example/x",
              "/\\evil",
              "logo.svg",
              "",
              "/a b",
              "javascript:alert(1)",
              "/x\"y")) {
        assertThrows(IllegalArgumentException.class, () -> builder.logo(path), path);
        assertThrows(IllegalArgumentException.class, () -> builder.home(path), path);
      }
    }
  }

  @Test
  void aProofIsGoodForAPositiveTime() throws Exception {
    try (WebLab lab = new WebLab()) {
      var builder = TokenSettingsServlet.builder(lab.tokens, lab.host);

      assertThrows(IllegalArgumentException.class, () -> builder.stepUpWithin(Duration.ZERO));
    }
  }

  @Test
  void aHeaderThatFailsLeavesThePageWithout() throws Exception {
    try (SettingsLab page =
        new SettingsLab(
            builder ->
                builder.trustedHeaderHtml(
                    request -> {
                      throw new IllegalStateException("down");
                    }))) {
      assertEquals(200, page.ada.get("").statusCode());
      assertFalse(page.ada.get("").body().contains("host-header"));
    }
  }
}
