package dev.pat4j.web.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** How clients see this server: the start of every absolute URL in an answer. */
public final class PublicUrl {

  /**
   * Whatever else a container lets through could end the URL, or the header, that it is put into.
   */
  private static final Pattern HOST =
      Pattern.compile("[0-9A-Za-z._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,64}]");

  private final Optional<String> configured;

  private PublicUrl(Optional<String> configured) {
    this.configured = configured;
  }

  /** What the request was sent to, as the container understands it. */
  public static PublicUrl ofRequests() {
    return new PublicUrl(Optional.empty());
  }

  /**
   * What is configured, whatever a request says: right behind every proxy.
   *
   * @throws IllegalArgumentException unless it is absolute, http or https, without query
   */
  public static PublicUrl of(URI url) {
    boolean web =
        "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
    if (!web || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
      throw new IllegalArgumentException(
          "a public url is http or https with a host, and no query or fragment, not " + url);
    }
    return new PublicUrl(Optional.of(url.toString().replaceAll("/+$", "")));
  }

  /** Scheme, host, port and context path, or what is configured; without a slash at the end. */
  public String base(HttpServletRequest request) {
    return configured.orElseGet(() -> origin(request) + request.getContextPath());
  }

  /**
   * As {@link #base}, to be put into headers and answers of programs.
   *
   * @throws Refusal 400 if what the request was sent to is no host
   */
  public String checkedBase(HttpServletRequest request) {
    if (configured.isEmpty() && !HOST.matcher(String.valueOf(request.getServerName())).matches()) {
      throw new Refusal(400, "the Host of the request is neither a name nor an address");
    }
    return base(request);
  }

  private static String origin(HttpServletRequest request) {
    int port = request.getServerPort();
    boolean usual = port == (request.getScheme().equals("https") ? 443 : 80);
    return request.getScheme() + "://" + request.getServerName() + (usual ? "" : ":" + port);
  }
}
