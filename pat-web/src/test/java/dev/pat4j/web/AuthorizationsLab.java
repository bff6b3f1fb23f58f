package dev.pat4j.web;

import dev.pat4j.PersonalAccessTokens;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The Authorizations API on a socket, and short words for requests to it. */
final class AuthorizationsLab implements AutoCloseable {

  static final String ADA = WebLab.basic("ada", FakeHost.ADA);
  static final String GRACE = WebLab.basic("grace", FakeHost.GRACE);
  static final String DEMO = WebLab.basic("demo-client", "demo-secret");

  final WebLab web;

  AuthorizationsLab(
      String contextPath,
      Consumer<PersonalAccessTokens.Builder> library,
      UnaryOperator<AuthorizationsServlet.Builder> servlet)
      throws Exception {
    web = new WebLab(contextPath, library);
    AuthorizationsServlet.Builder builder =
        AuthorizationsServlet.builder(web.tokens, web.host).clock(web.clock);
    AuthorizationsServlet built = servlet.apply(builder).build();
    web.start(
        context -> {
          ServletHolder holder = new ServletHolder(built);
          for (String mapping : AuthorizationsServlet.mappings("/", "/api/v3/")) {
            context.addServlet(holder, mapping);
          }
        });
  }

  AuthorizationsLab() throws Exception {
    this("/", library -> {}, servlet -> servlet);
  }

  /** The answer to a request with these credentials; none if they are empty. */
  HttpResponse<String> send(
      String credentials, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request = web.to(path).method(method, BodyPublishers.ofString(body));
    if (!credentials.isEmpty()) {
      request.header("Authorization", credentials);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return web.send(request);
  }

  HttpResponse<String> get(String credentials, String path) throws Exception {
    return send(credentials, "GET", path, "");
  }

  /** A token that this person makes, as the answer tells it. */
  JsonObject created(String credentials, String body) throws Exception {
    return object(send(credentials, "POST", "/authorizations", body));
  }

  /** A token that demo-client is given by this person. */
  JsonObject granted(String credentials, String fingerprint, String... scopes) throws Exception {
    JsonObject body =
        Json.createObjectBuilder()
            .add("client_secret", "demo-secret")
            .add("scopes", Json.createArrayBuilder(List.of(scopes)))
            .build();
    return object(
        send(
            credentials,
            "PUT",
            "/authorizations/clients/demo-client/" + fingerprint,
            body.toString()));
  }

  static JsonObject object(HttpResponse<String> answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  static JsonArray array(HttpResponse<String> answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readArray();
    }
  }

  static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }

  @Override
  public void close() {
    web.close();
  }
}
