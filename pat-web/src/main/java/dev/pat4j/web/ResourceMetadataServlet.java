package dev.pat4j.web;

import static java.util.Objects.requireNonNull;

import dev.pat4j.scope.Scope;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.web.http.Answers;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;

/**
 * Describes the protected resource to clients that look for it (RFC 9728): what is configured, and
 * nothing that a request says. Mount it at {@code /.well-known/oauth-protected-resource} followed
 * by the path of the resource, or by {@code /*}: then any other path is 404. Give the same URL to
 * {@code resourceMetadata} of the filter, whose challenges then lead here.
 *
 * <p>Anybody may read it. Thread-safe.
 */
public final class ResourceMetadataServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final transient JsonObject metadata;
  private final String path;

  private ResourceMetadataServlet(JsonObject metadata, String path) {
    this.metadata = metadata;
    this.path = path;
  }

  /**
   * Begins with the identifier of the resource, such as {@code https://api.acme.example/v1}.
   *
   * @throws IllegalArgumentException unless it is https with a host, and has no query or fragment;
   *     http is allowed on one's own machine
   */
  public static Builder builder(URI resource) {
    return new Builder(secure("resource", resource));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!Set.of("GET", "HEAD").contains(request.getMethod())) {
      response.setHeader("Allow", "GET, HEAD");
      Answers.empty(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (request.getPathInfo() != null && !request.getPathInfo().equals(path)) {
      Answers.empty(response, HttpServletResponse.SC_NOT_FOUND);
    } else {
      Answers.json(response, HttpServletResponse.SC_OK, metadata);
    }
  }

  private static URI secure(String name, URI uri) {
    String scheme = String.valueOf(uri.getScheme());
    boolean http = scheme.equals("http") && OWN_MACHINE.contains(String.valueOf(uri.getHost()));
    if (!(scheme.equals("https") || http)
        || uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the "
              + name
              + " is https with a host, without user, query and fragment (RFC 9728 section 1.2;"
              + " http on one's own machine), not "
              + uri);
    }
    return uri;
  }

  /** Collects what the servlet is built from; not thread-safe. No method accepts null. */
  public static final class Builder {
    private final URI resource;
    private final JsonObjectBuilder metadata = Json.createObjectBuilder();

    private Builder(URI resource) {
      this.resource = resource;
      metadata
          .add("resource", resource.toString())
          .add("bearer_methods_supported", Json.createArrayBuilder().add("header"));
    }

    /** What people call the resource. */
    public Builder name(String name) {
      metadata.add("resource_name", name);
      return this;
    }

    /** The scopes that tokens for it are made of. */
    public Builder scopes(ScopeCatalog catalog) {
      JsonArrayBuilder names = Json.createArrayBuilder();
      catalog.scopes().stream().map(Scope::name).forEach(names::add);
      metadata.add("scopes_supported", names);
      return this;
    }

    /**
     * The issuers of authorization servers whose tokens it takes too, if there are any.
     *
     * @throws IllegalArgumentException unless each is https
     */
    public Builder authorizationServers(URI... issuers) {
      JsonArrayBuilder list = Json.createArrayBuilder();
      for (URI issuer : issuers) {
        list.add(secure("authorization server", issuer).toString());
      }
      metadata.add("authorization_servers", list);
      return this;
    }

    /** A page for developers. */
    public Builder documentation(URI page) {
      metadata.add("resource_documentation", requireNonNull(page, "page").toString());
      return this;
    }

    /** A page on how data may be used. */
    public Builder policy(URI page) {
      metadata.add("resource_policy_uri", requireNonNull(page, "page").toString());
      return this;
    }

    /** A page with the terms of service. */
    public Builder termsOfService(URI page) {
      metadata.add("resource_tos_uri", requireNonNull(page, "page").toString());
      return this;
    }

    /** The servlet. */
    public ResourceMetadataServlet build() {
      String path = resource.getPath() == null ? "" : resource.getPath();
      JsonObject built = metadata.build();
      built.forEach(metadata::add); // building empties it
      return new ResourceMetadataServlet(built, path);
    }
  }
}
