package dev.pat4j.web.settings;

import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Answers, none of which is kept by a cache, framed by a page, or given a script of another's. */
final class Html {

  /**
   * Nothing but what this server serves, nothing inline. Not no-referrer beside it: browsers then
   * name no origin with a form.
   */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /** After which what is not available may be again. */
  static final String RETRY_SECONDS = "5";

  private Html() {}

  /** Sets what every answer has. */
  static void guard(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  }

  /** Writes a page, once it is whole. */
  static void write(HttpServletResponse response, int status, Consumer<HtmlTemplateOutput> page)
      throws IOException {
    StringOutput text = new StringOutput();
    page.accept(new OwaspHtmlTemplateOutput(text));
    bytes(
        response,
        status,
        "text/html; charset=utf-8",
        text.toString().getBytes(StandardCharsets.UTF_8));
  }

  static void bytes(HttpServletResponse response, int status, String type, byte[] content)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.setContentLength(content.length);
    response.getOutputStream().write(content);
  }

  /** 303; the location stays relative, since only the client knows what is before it. */
  static void redirect(HttpServletResponse response, String location) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader("Location", location);
  }
}
