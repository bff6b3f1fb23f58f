package dev.pat4j.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that no well-behaved client writes, byte for byte. */
class RawRequestsTest {

  private static final String ADA = "Authorization: " + AuthorizationsLab.ADA + "\r\n";

  private final WebLab web = new WebLab();

  @BeforeEach
  void start() throws Exception {
    for (int i = 0; i < 3; i++) {
      web.tokens.issue(TokenRequest.forOwner("ada").name("laptop " + i).neverExpires().build());
    }
    web.start(
        context -> {
          context.addFilter(
              new FilterHolder(new BelievingHost()), "/*", EnumSet.of(DispatcherType.REQUEST));
          ServletHolder github =
              new ServletHolder(AuthorizationsServlet.builder(web.tokens, web.host).build());
          for (String mapping : AuthorizationsServlet.mappings("/")) {
            context.addServlet(github, mapping);
          }
          ServletHolder rest =
              new ServletHolder(TokensServlet.builder(web.tokens, web.host).build());
          for (String mapping : TokensServlet.mappings("/")) {
            context.addServlet(rest, mapping);
          }
          context.addServlet(
              new ServletHolder(IntrospectionServlet.builder(web.tokens, web.host).build()),
              "/introspect");
          context.addServlet(
              new ServletHolder(
                  LeakReportServlet.builder(web.tokens)
                      .sharedSecret("a shared secret of a scanner")
                      .build()),
              "/leaks");
        });
  }

  @AfterEach
  void stop() {
    web.close();
  }

  /** All that comes back until the server closes. */
  private String answer(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(web.base()).getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static String get(String path, String hostLines) {
    return "GET " + path + " HTTP/1.1\r\n" + hostLines + "\r\n" + ADA + "Connection: close\r\n\r\n";
  }

  @Test
  void aHostThatIsNoneGetsIntoNoAnswer() throws Exception {
    List<String> hosts =
        List.of(
            "evil.example>; rel=\"next\", <http://a",
            "a\"b",
            "a>b",
            "a b",
            "a,b",
            "a/b",
            "a#b",
            "user@a",
            "a%0d%0aSet-Cookie:x",
            "[::1",
            "\u00e9.example",
            "");
    for (String host : hosts) {
      for (String path : List.of("/authorizations?per_page=1", "/tokens?per_page=1")) {
        for (String named : List.of("Host: ", "Host: a\r\nX-Believed-Host: ")) {
          String answer = answer(get(path, named + host));
          assertTrue(answer.startsWith("HTTP/1.1 400 "), named + host + " " + answer);
          assertFalse(answer.contains("Link:"), answer);
        }
      }
    }
    for (String host : List.of("a.example", "my_service:8080", "[::1]:8080", "192.0.2.1")) {
      String answer = answer(get("/tokens?per_page=1", "Host: " + host));
      assertTrue(answer.contains("Link: <http://" + host + "/tokens?"), answer);
    }
  }

  @Test
  void aBodyThatBreaksOffIsNoOutage() throws Exception {
    String broken = "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\nXYZ\r\nnonsense\r\n";
    for (String head :
        List.of(
            "POST /authorizations HTTP/1.1\r\n" + ADA,
            "POST /tokens HTTP/1.1\r\n" + ADA + "Content-Type: application/json\r\n",
            "POST /introspect HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n",
            "POST /leaks HTTP/1.1\r\nX-Hub-Signature-256: sha256=00\r\n")) {
      String answer = answer(head + "Host: a\r\n" + broken);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), head + answer);
    }
    assertEquals(3, web.tokens.ownedBy("ada").list().size());
  }

  @Test
  void methodsThatAreNotThereAre405AndEchoNothing() throws Exception {
    for (String method : List.of("TRACE", "OPTIONS", "get", "FOO", "PROPFIND")) {
      for (String path : List.of("/authorizations", "/tokens", "/token", "/introspect", "/leaks")) {
        String answer = answer(get(path, "Host: a").replaceFirst("GET", method));
        assertTrue(answer.startsWith("HTTP/1.1 405 "), method + " " + path + answer);
        assertTrue(answer.contains("\r\nAllow: "), answer);
        assertFalse(answer.contains("Basic "), answer);
        assertFalse(answer.contains("Access-Control-Allow-Credentials"), answer);
      }
    }
  }

  /** What a container does that believes every Host. */
  private static final class BelievingHost extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      String host = request.getHeader("X-Believed-Host");
      HttpServletRequest seen =
          host == null
              ? request
              : new HttpServletRequestWrapper(request) {
                @Override
                public String getServerName() {
                  return host;
                }
              };
      chain.doFilter(seen, response);
    }
  }
}
