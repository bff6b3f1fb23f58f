package dev.pat4j.examples.githost;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /status}: whether the host is there. Open to everybody, and tells nothing else. */
final class StatusServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(response, 200, Json.createObjectBuilder().add("status", "ok").build());
  }
}
