package dev.pat4j.examples.githost;

import static java.util.Objects.requireNonNull;

import dev.pat4j.web.AuthorizationsServlet;
import dev.pat4j.web.IntrospectionServlet;
import dev.pat4j.web.LeakReportServlet;
import dev.pat4j.web.ResourceMetadataServlet;
import dev.pat4j.web.RevocationServlet;
import dev.pat4j.web.TokenSettingsServlet;
import dev.pat4j.web.TokensServlet;
import dev.pat4j.web.github.AuthorizationsApi;
import dev.pat4j.web.settings.Routes;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.servlet.ServletRegistration;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.ee10.servlet.ServletHandler;
import org.eclipse.jgit.http.server.GitServlet;
import org.jspecify.annotations.Nullable;

/**
 * A path that the demo serves, from the container's own registrations and the tables that the
 * servlets themselves route by. A servlet that is not known here fails the test: say what guards
 * it.
 *
 * @param path with braces for what is put there: {@code {id}}, {@code {token}} and the like
 * @param methods those the servlet has, without HEAD
 */
record Mounted(String path, Set<String> methods, Guard guard) {

  /** What must be shown to be let in. */
  enum Guard {
    /** A session of a person who signed in. */
    SESSION,
    /** A person's name and password. */
    PASSWORD,
    /** An application's id and secret. */
    APPLICATION,
    /** The same, at an endpoint of OAuth. */
    CLIENT,
    /** The signature of a scanner. */
    SCANNER,
    /** A token. */
    TOKEN,
    /** Nothing: there is nothing in it that is anybody's. */
    OPEN
  }

  private static final Set<String> HTTP = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** All of them. */
  static List<Mounted> in(TestHost host) throws Exception {
    JsonObject openApi =
        Json.createReader(new StringReader(host.get("/tokens/openapi.json").body())).readObject();
    List<Mounted> all = new ArrayList<>();
    for (ServletRegistration each :
        host.host().context().getServletContext().getServletRegistrations().values()) {
      for (String mapping : each.getMappings()) {
        List<Mounted> routes = of(requireNonNull(each.getClassName()), mapping, openApi);
        if (routes.isEmpty()) {
          throw new AssertionError(mapping + " has no routes");
        }
        all.addAll(routes);
      }
    }
    return all;
  }

  private static List<Mounted> of(String servlet, String mapping, JsonObject openApi) {
    String base = mapping.replaceFirst("/\\*$", "");
    if (servlet.equals(TokenSettingsServlet.class.getName())) {
      return Routes.paths().stream()
          .map(path -> new Mounted(base + path, Set.of("GET", "POST"), Guard.SESSION))
          .toList();
    } else if (servlet.equals(AuthorizationsServlet.class.getName())) {
      return ofGitHub(base);
    } else if (servlet.equals(TokensServlet.class.getName())) {
      return openApi.getJsonObject("paths").keySet().stream()
          .filter(path -> path.equals(base) || path.startsWith(base + "/"))
          .map(path -> documented(path, openApi.getJsonObject("paths").getJsonObject(path)))
          .toList();
    } else if (Set.of(IntrospectionServlet.class.getName(), RevocationServlet.class.getName())
        .contains(servlet)) {
      return List.of(new Mounted(base, Set.of("POST"), Guard.CLIENT));
    } else if (servlet.equals(LeakReportServlet.class.getName())) {
      return List.of(new Mounted(base, Set.of("POST"), Guard.SCANNER));
    } else if (servlet.equals(UserServlet.class.getName())) {
      return List.of(new Mounted(base, Set.of("GET"), Guard.TOKEN));
    } else if (servlet.equals(ReposServlet.class.getName())) {
      return List.of(
          new Mounted(base, Set.of("GET"), Guard.TOKEN),
          new Mounted(base + "/{repository}", Set.of("GET", "DELETE"), Guard.TOKEN));
    } else if (servlet.equals(GitServlet.class.getName())) {
      return List.of(
          new Mounted(base + "/{repository}.git/info/refs", Set.of("GET"), Guard.TOKEN),
          new Mounted(base + "/{repository}.git/HEAD", Set.of("GET"), Guard.TOKEN),
          new Mounted(base + "/{repository}.git/git-upload-pack", Set.of("POST"), Guard.TOKEN),
          new Mounted(base + "/{repository}.git/git-receive-pack", Set.of("POST"), Guard.TOKEN));
    } else if (servlet.equals(SignInServlet.class.getName())) {
      return List.of(new Mounted(base, Set.of("GET", "POST"), Guard.OPEN));
    } else if (Set.of(
            ResourceMetadataServlet.class.getName(),
            StatusServlet.class.getName(),
            IconServlet.class.getName(),
            ServletHandler.Default404Servlet.class.getName())
        .contains(servlet)) {
      return List.of(new Mounted(base, Set.of("GET"), Guard.OPEN));
    }
    throw new AssertionError(
        servlet + " is mounted at " + mapping + ": say in Mounted which routes it has");
  }

  private static List<Mounted> ofGitHub(String base) {
    String root = base.substring(base.lastIndexOf('/'));
    String prefix = base.substring(0, base.length() - root.length());
    return AuthorizationsApi.routes().entrySet().stream()
        .filter(route -> (route.getKey() + "/").startsWith(root + "/"))
        .map(
            route ->
                new Mounted(
                    prefix + route.getKey(),
                    route.getValue(),
                    route.getKey().startsWith("/applications/{")
                        ? Guard.APPLICATION
                        : Guard.PASSWORD))
        .toList();
  }

  private static Mounted documented(String path, JsonObject item) {
    Set<String> methods = new TreeSet<>();
    Set<Guard> guards = new TreeSet<>();
    for (String key : item.keySet()) {
      String method = key.toUpperCase(Locale.ROOT);
      if (HTTP.contains(method)) {
        methods.add(method);
        guards.add(guard(item.getJsonObject(key).getJsonArray("security")));
      }
    }
    if (guards.size() != 1) {
      throw new AssertionError(path + " is guarded by " + guards);
    }
    return new Mounted(path, methods, guards.iterator().next());
  }

  /** The document says {@code []} for anybody, and names {@code bearer} for a token. */
  private static Guard guard(@Nullable JsonArray security) {
    if (security == null) {
      return Guard.PASSWORD;
    }
    return security.isEmpty()
        ? Guard.OPEN
        : security.stream().anyMatch(each -> each.asJsonObject().containsKey("bearer"))
            ? Guard.TOKEN
            : Guard.PASSWORD;
  }
}
