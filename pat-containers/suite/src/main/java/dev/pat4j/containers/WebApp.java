package dev.pat4j.containers;

import jakarta.servlet.ServletContainerInitializer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A web application, said in terms of the servlet API so that every container can be given it.
 *
 * @param contextPath empty for the root
 * @param initializer registers its servlets and filters
 * @param errorPage where every error is dispatched to; null for the container's own pages
 * @param folder holds {@code WEB-INF/web.xml}; null for an application without one
 */
public record WebApp(
    String contextPath,
    ServletContainerInitializer initializer,
    @Nullable String errorPage,
    @Nullable Path folder) {

  /** An application at this path that the initializer sets up alone. */
  public static WebApp at(String contextPath, ServletContainerInitializer initializer) {
    return new WebApp(contextPath, initializer, null, null);
  }

  /** The same with an error page. */
  public WebApp withErrorPage(String page) {
    return new WebApp(contextPath, initializer, page, folder);
  }

  /** The same with a folder that holds {@code WEB-INF/web.xml}. */
  public WebApp withFolder(Path webXmlHome) {
    return new WebApp(contextPath, initializer, errorPage, webXmlHome);
  }
}
