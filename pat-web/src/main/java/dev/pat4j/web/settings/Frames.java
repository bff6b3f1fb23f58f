package dev.pat4j.web.settings;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what is round a page. */
final class Frames {

  private static final Logger log = LoggerFactory.getLogger(Frames.class);

  private Frames() {}

  static Frame of(
      Settings settings,
      HttpServletRequest request,
      Words words,
      String title,
      Optional<Notice> notice,
      String proof) {
    Brand brand = settings.brand();
    return new Frame(
        words,
        new Links(request, settings.assets()),
        brand,
        part(brand.header(), request),
        part(brand.footer(), request),
        title,
        notice,
        proof);
  }

  /** A page that tells of trouble must not fail for the same trouble. */
  private static String part(Function<HttpServletRequest, String> html, HttpServletRequest from) {
    try {
      return requireNonNull(html.apply(from), "header or footer");
    } catch (RuntimeException e) {
      log.error("The host failed to write its header or footer; the page is shown without", e);
      return "";
    }
  }
}
