package dev.pat4j.web;

import static dev.pat4j.web.TokensLab.ADA;
import static dev.pat4j.web.TokensLab.GRACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.pat4j.store.TokenId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The served document and the servlet say the same: every answer that it names is provoked. */
class OpenApiTest {

  private static final String HERE = "https://pat.example/openapi.json";
  private static final Set<String> METHODS = Set.of("get", "post", "patch", "put", "delete");

  /** A body that is accepted, for every operation that has one. */
  private static final Map<String, String> BODIES =
      Map.of(
          "createToken",
          "{\"name\":\"n\",\"scopes\":[\"repo\"],\"expires_in_days\":7,"
              + "\"allowed_addresses\":[\"127.0.0.0/8\"]}",
          "changeToken",
          "{\"name\":\"m\",\"scopes\":[\"gist\"],\"allowed_addresses\":[]}",
          "rotateToken",
          "{\"overlap_seconds\":60}",
          "regenerateToken",
          "{\"expires_at\":\"2026-02-01T00:00:00Z\"}",
          "revokeToken",
          "{\"reason\":\"lost\"}");

  private TokensLab api;
  private String served;
  private JsonObject document;
  private JsonSchemaFactory schemas;

  @BeforeEach
  void start() throws Exception {
    api = new TokensLab();
    served = api.send("", "GET", "/tokens/openapi.json", "").body();
    document = object(served);
    schemas =
        JsonSchemaFactory.getInstance(
            VersionFlag.V202012,
            builder -> builder.schemaLoaders(all -> all.schemas(Map.of(HERE, served))));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void everyDocumentedAnswerIsGivenAndIsAsDocumented() throws Exception {
    int answers = 0;
    List<String> wrong = new ArrayList<>();
    for (String path : document.getJsonObject("paths").keySet()) {
      JsonObject item = document.getJsonObject("paths").getJsonObject(path);
      for (String method : item.keySet()) {
        if (!METHODS.contains(method)) {
          continue;
        }
        JsonObject operation = item.getJsonObject(method);
        for (String status : operation.getJsonObject("responses").keySet()) {
          answers++;
          wrong.addAll(provoke(path, method.toUpperCase(Locale.ROOT), operation, status));
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(answers > 60, "there are " + answers);
  }

  @Test
  void bodiesThatAreAcceptedAreAsDocumented() {
    for (String path : document.getJsonObject("paths").keySet()) {
      JsonObject item = document.getJsonObject("paths").getJsonObject(path);
      for (String method : item.keySet()) {
        if (METHODS.contains(method) && item.getJsonObject(method).containsKey("requestBody")) {
          JsonObject operation = item.getJsonObject(method);
          String body = BODIES.get(operation.getString("operationId"));
          JsonObject content = content(operation.getJsonObject("requestBody"), "application/json");
          assertEquals("[]", against(content.getJsonObject("schema"), body));
          assertTrue(
              against(content.getJsonObject("schema"), "{\"owner\":\"ada\"}").contains("owner"));
        }
      }
    }
  }

  @Test
  void theDocumentNamesEveryRouteOfTheServlet() throws Exception {
    TokenId id = api.issued().token().id();
    for (String path : document.getJsonObject("paths").keySet()) {
      JsonObject item = document.getJsonObject("paths").getJsonObject(path);
      String target = path.replace("{id}", id.toString());
      String allow =
          api.send(ADA, "PROPFIND", target, "").headers().firstValue("Allow").orElse("none");
      List<String> documented =
          item.keySet().stream()
              .filter(METHODS::contains)
              .flatMap(
                  name ->
                      name.equals("get")
                          ? List.of("GET", "HEAD").stream()
                          : List.of(name.toUpperCase(Locale.ROOT)).stream())
              .sorted()
              .toList();
      assertEquals(String.join(", ", documented), allow, path);
    }
  }

  @Test
  void theDocumentIsAnOpenApiDocumentOfJsonSchemas() {
    assertTrue(document.getString("openapi").startsWith("3.1."));
    assertEquals(
        api.web.base(),
        document.getJsonArray("servers").getJsonObject(0).getString("url"),
        "where it was asked");
    JsonSchema meta = schemas.getSchema(SchemaLocation.of(SchemaId.V202012));
    JsonObject components = document.getJsonObject("components").getJsonObject("schemas");
    components.forEach(
        (name, schema) ->
            assertEquals(
                "[]", meta.validate(schema.toString(), InputFormat.JSON).toString(), name));
    List<String> ids = new ArrayList<>();
    for (JsonValue path : document.getJsonObject("paths").values()) {
      path.asJsonObject()
          .forEach(
              (method, operation) -> {
                if (METHODS.contains(method)) {
                  ids.add(operation.asJsonObject().getString("operationId"));
                  assertTrue(operation.asJsonObject().containsKey("responses"));
                }
              });
    }
    assertEquals(Set.copyOf(ids).size(), ids.size(), "every operation has its own id");
    for (String reference : references(document)) {
      assertTrue(
          reference.startsWith("#/")
              && Json.createPointer(reference.substring(1)).containsValue(document),
          reference);
    }
  }

  /** Sends what is answered so, and says what is not as documented. */
  private List<String> provoke(String path, String method, JsonObject operation, String status)
      throws Exception {
    String id = operation.getString("operationId");
    String body = BODIES.getOrDefault(id, "");
    var token = api.issued();
    String target = path.replace("{id}", token.token().id().toString());
    boolean ofToken = path.equals("/token");
    String credentials = ofToken ? "Bearer " + token.secret().reveal() : ADA;
    String[] headers = {};
    switch (status) {
      case "400" -> {
        target += ofToken ? "?scope=unheard" : method.equals("GET") ? "?page=0" : "";
        body = body.isEmpty() ? body : "[1";
      }
      case "401" -> credentials = ofToken ? "Bearer nonsense" : WebLab.basic("ada", "wrong");
      case "403" -> {
        target += ofToken && method.equals("GET") ? "?scope=delete_repo" : "";
        headers = new String[] {"Sec-Fetch-Site", "cross-site"};
      }
      case "404" -> credentials = GRACE;
      case "409" -> api.web.tokens.ownedBy("ada").revoke(token.token().id(), "lost");
      case "413" -> body = "{\"name\":\"" + "a".repeat(70_000) + "\"}";
      case "415" -> headers = new String[] {"Content-Type", "text/plain"};
      case "422" -> body = "{\"owner\":\"ada\"}";
      case "429" -> api.delay = Duration.ofSeconds(9);
      case "503" -> api.web.storeBroken = true;
      default -> {}
    }
    HttpResponse<String> answer = api.send(credentials, method, target, body, headers);
    api.delay = Duration.ZERO;
    api.web.storeBroken = false;
    String what = method + " " + path + " " + status + ": ";
    if (!status.equals(String.valueOf(answer.statusCode()))) {
      return List.of(what + "was " + answer.statusCode() + " " + answer.body());
    }
    return compare(
        what, answer, resolved(operation.getJsonObject("responses").getJsonObject(status)));
  }

  private List<String> compare(String what, HttpResponse<String> answer, JsonObject documented) {
    List<String> wrong = new ArrayList<>();
    String type = answer.headers().firstValue("Content-Type").orElse("none").split(";", 2)[0];
    if (!documented.containsKey("content")) {
      return answer.body().isEmpty() ? wrong : List.of(what + "has a body");
    }
    JsonObject content = content(documented, type);
    String errors = against(content.getJsonObject("schema"), answer.body());
    if (!errors.equals("[]")) {
      wrong.add(what + errors + " in " + answer.body());
    }
    for (String header :
        documented.getOrDefault("headers", JsonValue.EMPTY_JSON_OBJECT).asJsonObject().keySet()) {
      boolean sometimes = header.equals("X-GitHub-OTP") || header.equals("Link");
      if (!sometimes && answer.headers().firstValue(header).isEmpty()) {
        wrong.add(what + "lacks " + header);
      }
    }
    if (!answer.headers().firstValue("Cache-Control").orElse("none").equals("no-store")) {
      wrong.add(what + "may be cached");
    }
    return wrong;
  }

  private String against(JsonObject schema, String body) {
    JsonSchema found =
        schema.containsKey("$ref")
            ? schemas.getSchema(SchemaLocation.of(HERE + schema.getString("$ref")))
            : schemas.getSchema(schema.toString());
    return found
        .validate(
            body,
            InputFormat.JSON,
            context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))
        .toString();
  }

  private JsonObject resolved(JsonObject response) {
    return response.containsKey("$ref")
        ? Json.createPointer(response.getString("$ref").substring(1))
            .getValue(document)
            .asJsonObject()
        : response;
  }

  private static JsonObject content(JsonObject of, String type) {
    JsonObject content = of.getJsonObject("content").getJsonObject(type);
    assertTrue(content != null, type + " is not one of " + of.getJsonObject("content").keySet());
    return content;
  }

  private static List<String> references(JsonValue value) {
    List<String> all = new ArrayList<>();
    if (value instanceof JsonObject object) {
      object.forEach(
          (name, member) -> {
            if (name.equals("$ref")) {
              all.add(object.getString("$ref"));
            } else {
              all.addAll(references(member));
            }
          });
    } else if (value.getValueType() == JsonValue.ValueType.ARRAY) {
      value.asJsonArray().forEach(item -> all.addAll(references(item)));
    }
    return all;
  }

  private static JsonObject object(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
