package dev.pat4j.examples.githost;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code GET /favicon.ico}: a key. Browsers ask for it by that name beside every page, and a 401
 * would stand in their consoles; what it holds they tell by its type, not by the name.
 */
final class IconServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final byte[] ICON =
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
      <rect width="32" height="32" rx="7" fill="#0969da"/>
      <g fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round">
      <circle cx="11" cy="16" r="5"/>
      <path d="M16 16h10v4M21 16v3"/>
      </g>
      </svg>
      """
          .getBytes(StandardCharsets.UTF_8);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("image/svg+xml");
    response.setHeader("Cache-Control", "max-age=86400");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.getOutputStream().write(ICON);
  }
}
