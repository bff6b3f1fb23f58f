package dev.pat4j.examples.tomcat;

import dev.pat4j.servlet.TokenAuthenticationFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Behind the filter: whoever comes here has a token with the scope that the rule asks for. */
public final class NotesServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** Made by the container. */
  public NotesServlet() {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String owner = TokenAuthenticationFilter.requireToken(request).owner();
    response.setContentType("text/plain");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().println("the notes of " + owner);
  }
}
