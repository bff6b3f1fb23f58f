package dev.pat4j.examples.githost;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code /repos} and {@code /repos/NAME}: the repositories; {@code DELETE} removes one for good.
 */
final class ReposServlet extends ApiServlet {

  private static final long serialVersionUID = 1L;

  private final transient Repositories repositories;
  private final String cloneUrls;

  /**
   * @param cloneUrls what a repository's folder is appended to; from configuration, since the Host
   *     header is the client's to choose
   */
  ReposServlet(Repositories repositories, String cloneUrls) {
    this.repositories = repositories;
    this.cloneUrls = cloneUrls;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = nameIn(request);
    if (name.isEmpty()) {
      JsonArrayBuilder all = Json.createArrayBuilder();
      repositories.names().forEach(each -> all.add(shown(each)));
      answer(response, 200, all.build());
    } else if (repositories.has(name)) {
      answer(response, 200, shown(name));
    } else {
      refuse(response, HttpServletResponse.SC_NOT_FOUND, "not found");
    }
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (repositories.delete(nameIn(request))) {
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } else {
      refuse(response, HttpServletResponse.SC_NOT_FOUND, "not found");
    }
  }

  private JsonObject shown(String name) {
    return Json.createObjectBuilder()
        .add("name", name)
        .add("clone_url", cloneUrls + name + ".git")
        .build();
  }
}
