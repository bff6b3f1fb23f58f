package dev.pat4j.cluster;

import dev.pat4j.AccessToken;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /api/whoami}: whose token, and which. */
final class WhoAmIServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    AccessToken token = TokenAuthenticationFilter.requireToken(request);
    response.setContentType("text/plain;charset=utf-8");
    response.getWriter().println(token.owner() + " by token " + token.id());
  }
}
