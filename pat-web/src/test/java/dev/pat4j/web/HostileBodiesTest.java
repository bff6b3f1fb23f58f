package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies and queries that are to exhaust or to confuse what reads them, on both APIs. */
class HostileBodiesTest {

  private static final String ADA = AuthorizationsLab.ADA;
  private static final Set<Integer> REFUSED = Set.of(400, 413, 415, 422);
  private static final List<String> ROUTES = List.of("/authorizations", "/tokens");

  private final WebLab web = new WebLab();

  @BeforeEach
  void start() throws Exception {
    web.start(
        context -> {
          ServletHolder github =
              new ServletHolder(AuthorizationsServlet.builder(web.tokens, web.host).build());
          context.addServlet(github, "/authorizations/*");
          ServletHolder rest =
              new ServletHolder(TokensServlet.builder(web.tokens, web.host).build());
          context.addServlet(rest, "/tokens/*");
        });
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private HttpResponse<String> post(String path, byte[] body) throws Exception {
    return web.send(
        web.to(path)
            .header("Authorization", ADA)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  /** Called name by one of the APIs, and note by the other. */
  private static String with(String member) {
    return "{\"name\":\"n\",\"note\":\"n\",\"expires_in_days\":7," + member + "}";
  }

  private static List<String> hostile() {
    List<String> bodies =
        new ArrayList<>(
            List.of(
                "[".repeat(30_000),
                "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
                with("\"scopes\":" + "[".repeat(5_000) + "]".repeat(5_000)),
                with("\"scopes\":[\"repo\"],\"scopes\":[]"),
                with("\"note\":\"other\",\"name\":\"other\""),
                with("\"scopes\":NaN"),
                with("\"scopes\":Infinity"),
                with("\"scopes\":1e400"),
                with("\"scopes\":[1e999999999]"),
                with("\"scopes\":[" + "9".repeat(60_000) + "]"),
                with("\"scopes\":-0"),
                with("\"scopes\":true"),
                with("\"scopes\":\"repo\""),
                with("\"scopes\":{\"0\":\"repo\"}"),
                with("\"scopes\":[[\"repo\"]]"),
                with("\"scopes\":[\"repo\",null]"),
                with("\"scopes\":[\"\"]"),
                with("\"scopes\":[\"REPO\"]"),
                with("\"scopes\":[\"repo \"]"),
                with("\"scopes\":[\"\uff52epo\"]"),
                with("\"scopes\":[\"repo\\u0000\"]"),
                with("\"scopes\":[\"\\ud800\"]"),
                "{\"name\":\"\\ud800\",\"note\":\"\\ud800\",\"expires_in_days\":7}",
                "{\"name\":\"\\udc00\\ud800\",\"note\":\"\\udc00\\ud800\",\"expires_in_days\":7}",
                "{\"name\":\"a\\u0000b\",\"note\":\"a\\u0000b\",\"expires_in_days\":7}",
                "{\"name\":[\"n\"],\"note\":[\"n\"],\"expires_in_days\":7}",
                "{\"name\":1,\"note\":1,\"expires_in_days\":7}",
                "{'name':'n','note':'n'}",
                "{\"note\":\"n\",}",
                "{\"note\":\"n\"}{\"note\":\"m\"}",
                "{\"note\":\"n\"} x",
                "/**/{\"note\":\"n\"}",
                "note=n&name=n",
                "null",
                "\"note\"",
                "[]",
                " ",
                "",
                "\ufeff{}",
                "{\"note\":\"" + "n".repeat(70_000) + "\"}"));
    String many =
        IntStream.range(0, 10_000).mapToObj(i -> "\"s" + i + "\"").collect(Collectors.joining(","));
    bodies.add(with("\"scopes\":[" + many + "]"));
    bodies.add(with("\"scopes\":[" + "\"repo\",".repeat(2_000) + "\"repo\"]"));
    return bodies;
  }

  @Test
  void whatMakesNoSenseIsRefusedAtOnceAndChangesNothing() throws Exception {
    for (String route : ROUTES) {
      for (String body : hostile()) {
        String shown = route + " " + body.substring(0, Math.min(90, body.length()));
        HttpResponse<String> answer =
            assertTimeout(
                Duration.ofSeconds(10),
                () -> post(route, body.getBytes(StandardCharsets.UTF_8)),
                shown);
        assertTrue(REFUSED.contains(answer.statusCode()), shown + answer.statusCode());
        assertTrue(answer.body().length() < 1_000, shown);
      }
      for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
        assertEquals(400, post(route, with("\"scopes\":[]").getBytes(charset)).statusCode());
      }
      byte[] huge = new byte[10 << 20];
      assertEquals(413, post(route, huge).statusCode());
    }
    assertEquals(List.of(), web.tokens.ownedBy("ada").list());
  }

  @Test
  void aPageThatIsNoneIsTheFirstOrRefusedAndNeverABreakdown() throws Exception {
    web.tokens.issue(TokenRequest.forOwner("ada").name("one").neverExpires().build());
    List<String> numbers =
        List.of(
            "0", "-1", "9223372036854775808", "2147483648", "1e3", "0x10", "+1", "%00", "\u0661");
    for (String number : numbers) {
      String encoded = OAuthLab.encoded(number);
      for (String query : List.of("page=" + encoded, "per_page=" + encoded)) {
        assertEquals(200, get("/authorizations?" + query).statusCode(), query);
        assertEquals(400, get("/tokens?" + query).statusCode(), query);
      }
    }
    for (String beyond : List.of("page=999999", "page=999999&per_page=100")) {
      for (Map.Entry<String, String> list :
          Map.of("/authorizations?", "[]", "/tokens?", "\"tokens\":[]").entrySet()) {
        HttpResponse<String> answer = get(list.getKey() + beyond);
        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains(list.getValue()), answer.body());
      }
    }
  }

  @Test
  void aLinkRepeatsNothingThatEndsIt() throws Exception {
    for (int i = 0; i < 3; i++) {
      web.tokens.issue(TokenRequest.forOwner("ada").name(">; rel=" + i).neverExpires().build());
    }
    String evil = OAuthLab.encoded(">; rel=");
    String link =
        get("/tokens?per_page=1&name=" + evil + "&x=%0d%0aSet-Cookie:a")
            .headers()
            .firstValue("Link")
            .orElse("none");
    assertTrue(link.contains("name=%3E%3B+rel%3D&"), link);
    assertTrue(!link.contains("Set-Cookie"), link);
  }

  private HttpResponse<String> get(String path) throws Exception {
    return web.send(web.to(path).header("Authorization", ADA));
  }
}
