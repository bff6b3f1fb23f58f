package dev.pat4j.web.settings;

import dev.pat4j.store.TokenId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the pages are, seen from the one that is shown. All relative, so that they are right under
 * every context path, and behind a proxy that puts a prefix before it.
 */
public final class Links {

  private static final Pattern SLASHES = Pattern.compile("[/\\\\]+");

  /** Jetty and Tomcat take headers of 8 KiB, and a host may write each of these as three. */
  private static final int LONGEST_QUERY = 2_000;

  private final String base;
  private final Assets assets;

  Links(HttpServletRequest request, Assets assets) {
    this.base = base(request);
    this.assets = assets;
  }

  /** The parts of the path below the servlet; none for the list. */
  static List<String> segments(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null || path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  /**
   * The path that the client asked for, each slash once. Some containers let {@code
   * //evil.example/../path} and {@code /path/..//evil.example} through: as a place to go to, they
   * would be another server, the second where dots are resolved first.
   */
  static String pathOf(HttpServletRequest request) {
    String uri = request.getRequestURI();
    int parameters = uri.indexOf(';');
    return SLASHES.matcher(parameters < 0 ? uri : uri.substring(0, parameters)).replaceAll("/");
  }

  /**
   * A path of ours with a query, to come back to. A query that would not fit into the header of a
   * redirect, written once more as a parameter, is left out.
   */
  static String returnTo(String path, String query) {
    return query.isEmpty() || query.length() > LONGEST_QUERY ? path : path + "?" + query;
  }

  /** The list. */
  public String list() {
    return base;
  }

  /** The form for a new token. */
  public String create() {
    return base + "new";
  }

  /** What can be removed. */
  public String review() {
    return base + "review";
  }

  /** Removing all. */
  public String deleteAll() {
    return base + "delete-all";
  }

  /** One token. */
  public String token(TokenId id) {
    return base + id;
  }

  /** A page of one token's, such as {@code rotate}. */
  public String token(TokenId id, String page) {
    return base + id + "/" + page;
  }

  /** The style sheet. */
  public String stylesheet() {
    return base + assets.stylesheet();
  }

  /** The script. */
  public String script() {
    return base + assets.script();
  }

  /** Ends with a slash; begins with a dot, so that no first segment is taken for a scheme. */
  private static String base(HttpServletRequest request) {
    if (request.getPathInfo() == null) {
      String path = pathOf(request);
      return "./" + path.substring(path.lastIndexOf('/') + 1) + "/";
    }
    int deep = segments(request).size();
    return deep <= 1 ? "./" : "../".repeat(deep - 1);
  }
}
