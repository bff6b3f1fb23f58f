package dev.pat4j.web;

import dev.pat4j.IssuedToken;
import dev.pat4j.TokenRequest;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** One endpoint at {@code /endpoint}, and what is asked of it again and again. */
final class OAuthLab implements AutoCloseable {

  static final String BASIC = WebLab.basic("demo-client", "demo-secret");

  final WebLab lab = new WebLab("/app", builder -> {});

  OAuthLab(Function<WebLab, Servlet> servlet) throws Exception {
    lab.start(context -> context.addServlet(new ServletHolder(servlet.apply(lab)), "/endpoint"));
  }

  IssuedToken issue(TokenRequest.Builder request) {
    return lab.tokens.issue(request.build());
  }

  /** Ada's, with the scope repo, for 90 days, made for demo-client. */
  static TokenRequest.Builder ordinary() {
    return TokenRequest.forOwner("ada")
        .name("laptop")
        .scopes("public_repo", "gist")
        .attribute("github.client_id", "demo-client")
        .expiresAfter(Duration.ofDays(90));
  }

  /** The answer to demo-client's question about this token. */
  HttpResponse<String> ask(String token) throws IOException, InterruptedException {
    return post(BASIC, "token=" + encoded(token));
  }

  HttpResponse<String> post(String authorization, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = form(body);
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return lab.send(request);
  }

  HttpRequest.Builder form(String body) {
    return lab.to("/endpoint")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static JsonObject json(HttpResponse<String> answer) {
    return Json.createReader(new StringReader(answer.body())).readObject();
  }

  static String error(HttpResponse<String> answer) {
    return answer.statusCode() + " " + json(answer).getString("error");
  }

  @Override
  public void close() {
    lab.close();
  }
}
