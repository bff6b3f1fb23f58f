package dev.pat4j.examples.githost;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /user}: who asks, known by a token or by the account's password. */
final class UserServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient Accounts accounts;

  UserServlet(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Account user =
        accounts
            .find(request.getRemoteUser())
            .orElseThrow(() -> new Unprocessable(404, "not found"));
    answer(
        response,
        200,
        Json.createObjectBuilder()
            .add("login", user.login())
            .add("id", user.id())
            .add("created_at", written(user.createdAt()))
            .build());
  }
}
