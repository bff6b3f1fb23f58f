package dev.pat4j.examples.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenRequest;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The filter as {@code web.xml} registers it. */
class TomcatExampleTest {

  static TomcatExample example;

  @BeforeAll
  static void start() throws Exception {
    example = TomcatExample.start(0);
  }

  @AfterAll
  static void stop() throws Exception {
    example.close();
  }

  @Test
  void aTokenWithTheScopeOpensWhatTheRuleNames() throws Exception {
    String answer = send("GET /notes/today", "Authorization: Bearer " + tokenWith("notes"));
    assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    assertTrue(answer.endsWith("the notes of ada\n"), answer);
  }

  @Test
  void whateverElseThereIsStaysShut() throws Exception {
    String token = "Authorization: Bearer " + tokenWith("notes");
    String without = "Authorization: Bearer " + tokenWith();
    assertEquals("401", status(send("GET /notes", "X: y")));
    assertEquals("403", status(send("GET /notes", without)));
    assertEquals("403", status(send("POST /notes", token)));
    assertEquals("403", status(send("GET /", token)));
    assertEquals("404", status(send("GET /WEB-INF/web.xml", token)));
    assertEquals("400", status(send("GET /x/..;/notes", token)));
  }

  @Test
  void noErrorPageRepeatsAHeaderOrTellsOfTheServer() throws Exception {
    String secret = tokenWith("notes");
    String answer = send("GET /notes", "Auth orization: Bearer " + secret);
    assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
    assertFalse(answer.contains(secret), answer);
    assertFalse(answer.contains("Tomcat"), answer);
    assertFalse(answer.contains("Exception"), answer);
  }

  @Test
  void aSecondOneMayRunBesideItAndIsGoneWhenClosed() throws Exception {
    int port;
    try (TomcatExample other = TomcatExample.start(0)) {
      port = other.port();
      assertTrue(port > 0 && port != example.port());
    }
    assertThrows(ConnectException.class, () -> new Socket("localhost", port).close());
  }

  private static String tokenWith(String... scopes) {
    TokenRequest request =
        TokenRequest.forOwner("ada").scopes(scopes).expiresAfter(Duration.ofHours(1)).build();
    return example.tokens().issue(request).secret().reveal();
  }

  private static String status(String answer) {
    return answer.split(" ", 3)[1];
  }

  private static String send(String requestLine, String header) throws Exception {
    try (Socket socket = new Socket("localhost", example.port())) {
      socket.setSoTimeout(10_000);
      String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
      socket
          .getOutputStream()
          .write((requestLine + head + header + "\r\n\r\n").getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
