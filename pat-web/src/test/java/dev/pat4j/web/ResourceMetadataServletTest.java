package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.Test;

/** What a resource says of itself (RFC 9728). */
class ResourceMetadataServletTest {

  private static final String PLACE = "/.well-known/oauth-protected-resource";

  private static WebLab mounted(String mapping) throws Exception {
    ResourceMetadataServlet servlet =
        ResourceMetadataServlet.builder(URI.create("https://api.acme.example/v1"))
            .name("Acme")
            .scopes(WebLab.SCOPES)
            .authorizationServers(URI.create("https://login.acme.example"))
            .documentation(URI.create("https://acme.example/docs"))
            .policy(URI.create("https://acme.example/policy"))
            .termsOfService(URI.create("https://acme.example/terms"))
            .build();
    return new WebLab().start(context -> context.addServlet(new ServletHolder(servlet), mapping));
  }

  @Test
  void whatIsConfiguredIsToldWhateverTheRequestSays() throws Exception {
    try (WebLab lab = mounted(PLACE + "/v1")) {
      HttpResponse<String> answer =
          lab.send(
              lab.to(PLACE + "/v1?resource=https://evil.example")
                  .header("X-Forwarded-Host", "evil.example"));
      assertEquals(200, answer.statusCode());
      assertEquals(Optional.of("no-store"), answer.headers().firstValue("Cache-Control"));
      JsonObject told = Json.createReader(new StringReader(answer.body())).readObject();
      assertEquals("https://api.acme.example/v1", told.getString("resource"));
      assertEquals("Acme", told.getString("resource_name"));
      assertEquals(
          List.of("header"),
          told.getJsonArray("bearer_methods_supported").getValuesAs(JsonString::getString));
      assertEquals(
          List.of("https://login.acme.example"),
          told.getJsonArray("authorization_servers").getValuesAs(JsonString::getString));
      assertEquals(10, told.getJsonArray("scopes_supported").size());
      assertEquals("https://acme.example/docs", told.getString("resource_documentation"));
      assertEquals("https://acme.example/policy", told.getString("resource_policy_uri"));
      assertEquals("https://acme.example/terms", told.getString("resource_tos_uri"));
      assertEquals(8, told.size());
    }
  }

  @Test
  void anotherResourceIsNotDescribed() throws Exception {
    try (WebLab lab = mounted(PLACE + "/*")) {
      assertEquals(200, lab.send(lab.to(PLACE + "/v1")).statusCode());
      assertEquals(404, lab.send(lab.to(PLACE + "/v2")).statusCode());
      assertEquals(404, lab.send(lab.to(PLACE + "/v1/")).statusCode());
    }
  }

  @Test
  void nothingCanBeWritten() throws Exception {
    try (WebLab lab = mounted(PLACE)) {
      for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
        HttpResponse<String> answer =
            lab.send(lab.to(PLACE).method(method, HttpRequest.BodyPublishers.noBody()));
        assertEquals(405, answer.statusCode(), method);
        assertEquals(Optional.of("GET, HEAD"), answer.headers().firstValue("Allow"));
      }
      HttpResponse<String> head =
          lab.send(lab.to(PLACE).method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertEquals(200, head.statusCode());
      assertEquals("", head.body());
    }
  }

  @Test
  void aBuilderBuildsTheSameTwice() {
    ResourceMetadataServlet.Builder builder =
        ResourceMetadataServlet.builder(URI.create("http://localhost:8080"));
    builder.build();
    builder.name("still there").build();
  }

  @Test
  void anIdentifierIsHttpsWithoutQueryAndFragment() {
    for (String uri :
        List.of(
            "http://api.acme.example",
            "https:/api",
            "/v1",
            "urn:api",
            "https://a@api.acme.example",
            "https://api.acme.example?x",
            "https://api.acme.example#x")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> ResourceMetadataServlet.builder(URI.create(uri)),
          uri);
    }
  }
}
