package dev.pat4j.web.settings;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the page looks as part of a host's own.
 *
 * @param name what the host is called; empty for none
 * @param home where its name leads; a path on this server
 * @param logo a path on this server
 * @param light the accent on a light page
 * @param dark the accent on a dark one
 * @param stylesheet a path on this server, of rules after ours
 * @param header HTML before the page, trusted
 * @param footer HTML after it, trusted
 */
public record Brand(
    String name,
    Optional<String> home,
    Optional<String> logo,
    Optional<Accent> light,
    Optional<Accent> dark,
    Optional<String> stylesheet,
    Function<HttpServletRequest, String> header,
    Function<HttpServletRequest, String> footer) {

  /** The page as it ships. */
  public static Brand none() {
    return new Brand(
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        request -> "",
        request -> "");
  }

  /** With this name. */
  public Brand withName(String other) {
    return new Brand(other, home, logo, light, dark, stylesheet, header, footer);
  }

  /** With this home. */
  public Brand withHome(String path) {
    return new Brand(name, Optional.of(path), logo, light, dark, stylesheet, header, footer);
  }

  /** With this logo. */
  public Brand withLogo(String path) {
    return new Brand(name, home, Optional.of(path), light, dark, stylesheet, header, footer);
  }

  /** With these colours. */
  public Brand withAccents(Accent onLight, Accent onDark) {
    return new Brand(
        name, home, logo, Optional.of(onLight), Optional.of(onDark), stylesheet, header, footer);
  }

  /** With this style sheet. */
  public Brand withStylesheet(String path) {
    return new Brand(name, home, logo, light, dark, Optional.of(path), header, footer);
  }

  /** With this header. */
  public Brand withHeader(Function<HttpServletRequest, String> html) {
    return new Brand(name, home, logo, light, dark, stylesheet, html, footer);
  }

  /** With this footer. */
  public Brand withFooter(Function<HttpServletRequest, String> html) {
    return new Brand(name, home, logo, light, dark, stylesheet, header, html);
  }

  /**
   * A path on this server, as a link may hold it.
   *
   * @throws IllegalArgumentException if it leads, or might be read to lead, to another
   */
  public static String path(String what, String path) {
    if (!path.matches("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\\"'<>]]*")) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " is a path on this server that begins with one slash, not '"
              + path
              + "'");
    }
    return path;
  }

  /** The rules that the accents make; after those that ship. */
  String css() {
    return light.map(accent -> ":root{" + css(accent) + "}\n").orElse("")
        + dark.map(accent -> "@media (prefers-color-scheme:dark){:root{" + css(accent) + "}}\n")
            .orElse("");
  }

  private static String css(Accent accent) {
    return "--accent:" + accent.literal() + ";--on-accent:" + accent.ink();
  }
}
