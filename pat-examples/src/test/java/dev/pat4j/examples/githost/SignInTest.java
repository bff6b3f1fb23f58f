package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a password opens, and how a request for it must be written; byte by byte. */
class SignInTest {

  @TempDir static Path data;
  private static TestHost host;

  @BeforeAll
  static void start() throws Exception {
    host = TestHost.startWithPasswordsForGit(data);
  }

  @AfterAll
  static void stop() throws IOException {
    host.close();
  }

  private String send(String method, String target, String authorization) throws IOException {
    URI url = host.host().url();
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket
          .getOutputStream()
          .write(
              String.join(
                      "\r\n",
                      method + " " + target + " HTTP/1.1",
                      "Host: h",
                      "Connection: close",
                      "Authorization: " + authorization,
                      "",
                      "")
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private int status(String target) throws IOException {
    return Integer.parseInt(send("GET", target, TestHost.asAda()).split(" ", 3)[1]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/user", "/tokens", "/git/demo.git/HEAD"})
  @DisplayName("TRACE does not send a password back (RFC 9110 section 9.3.8)")
  void passwordsAreNotEchoed(String path) throws IOException {
    String answer = send("TRACE", path, TestHost.asAda());
    assertFalse(answer.contains(TestHost.asAda()), answer);
    assertFalse(answer.startsWith("HTTP/1.1 2"), answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/tokens;x", "/tokens/;x", "/%75ser", "/./tokens", "/x/../tokens", "/user;a=b"})
  @DisplayName("a password opens a path that is written plainly, as a token does")
  void suspiciousTargetsAreRefused(String target) throws IOException {
    assertTrue(Set.of(400, 401).contains(status(target)), target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/user", "/tokens", "/tokens?x;y", "/git/demo/info/refs?service=git-upload-pack"})
  void aPasswordOpensWhatIsWrittenPlainly(String target) throws IOException {
    assertEquals(200, status(target));
  }

  @Test
  @DisplayName("threat 17: a token in the place of the method is in no log (CodeIgniter Shield)")
  void tokensAreInNoLog() throws Exception {
    String token = host.tokenWith("repo");
    send(token, "/status", "x");
    send("GET", "/" + token, "x");
    String log = "";
    // A line is written when its answer is out already.
    for (int i = 0; i < 500 && log.split("demo_[*]{3}", -1).length < 3; i++) {
      Thread.sleep(10);
      log = Files.readString(data.resolve("access.log"));
    }
    assertTrue(log.contains(" demo_*** /status 401"), log);
    assertTrue(log.contains(" GET /demo_*** 401"), log);
    assertFalse(log.contains(token), log);
  }
}
