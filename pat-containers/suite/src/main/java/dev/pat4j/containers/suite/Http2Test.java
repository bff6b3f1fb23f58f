package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.containers.Carrier;
import dev.pat4j.containers.HostTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The same over HTTP/2, in clear text, where requests share a connection at the same time. */
class Http2Test extends HostTest {

  private static final int STREAMS = 60;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

  /** The first request of a connection is an upgrade from HTTP/1.1. */
  @BeforeEach
  void upgrade() throws Exception {
    assertEquals("anonymous", send("GET", "/open").body());
  }

  @Test
  void challengesWithALineForEachScheme() throws Exception {
    HttpResponse<String> answer = send("GET", "/api/repos");

    assertEquals(401, answer.statusCode());
    assertEquals(BOTH_CHALLENGES, answer.headers().allValues("WWW-Authenticate"));
    assertEquals("authentication required\n", answer.body());
  }

  @ParameterizedTest
  @EnumSource
  void takesATokenFromEveryCarrier(Carrier carrier) throws Exception {
    HttpResponse<String> answer = send("GET", "/api/repos", carrier.carry(library.token("read")));

    assertEquals("ada", answer.body());
    assertEquals(List.of("no-store"), answer.headers().allValues("Cache-Control"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/admin/x,read,403", "POST,/api/repos,read,403", "POST,/api/repos,write,200",
    "HEAD,/api/repos,read,200", "GET,/nowhere,all,403", "GET,/me,revoked,401",
    "GET,/public/..;/admin/x,read,400", "GET,/%2e/admin/x,read,400", "GET,//admin/x,read,400",
    "GET,/admin;x/y,read,400", "GET,/public/%252e%252e/admin,read,400"
  })
  void decidesAsOverHttp11(String method, String path, String token, int status) throws Exception {
    assertEquals(status, send(method, path, bearer(token)).statusCode());
  }

  @Test
  void refusesTwoLines() throws Exception {
    HttpResponse<String> answer = send("GET", "/me", bearer("read"), bearer("read"));

    assertEquals(400, answer.statusCode());
    assertNobodyCalledBut("anonymous");
  }

  @Test
  void mixesUpNoIdentitiesAmongStreamsOfOneConnection() {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      HttpRequest request = i % 3 == 2 ? to("GET", "/open") : to("GET", "/me", bearer(token(i)));
      answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }
    for (int i = 0; i < STREAMS; i++) {
      String who = i % 3 == 2 ? "anonymous" : token(i).equals("read") ? "ada" : "grace";
      assertEquals(who, answers.get(i).join().body());
    }
  }

  private static String token(int i) {
    return i % 3 == 0 ? "read" : "grace";
  }

  private void assertNobodyCalledBut(String who) {
    assertEquals(List.of(who), calls.take().stream().map(call -> call.who()).toList());
  }

  private HttpResponse<String> send(String method, String path, String... fields)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(to(method, path, fields), HttpResponse.BodyHandlers.ofString());
    assertEquals(HttpClient.Version.HTTP_2, answer.version());
    return answer;
  }

  private HttpRequest to(String method, String path, String... fields) {
    URI uri = URI.create("http://127.0.0.1:" + server().port() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody());
    for (String field : fields) {
      String[] parts = field.split(": ", 2);
      request.header(parts[0], parts[1]);
    }
    return request.build();
  }
}
