package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.containers.Answer;
import dev.pat4j.containers.Call;
import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one request leaves behind for the next on the same connection: nothing. */
class ConnectionTest extends HostTest {

  private static final String NOBODY = request("GET", "/me");

  @Test
  void carriesNoIdentityToTheNextRequest() throws IOException {
    try (Wire wire = new Wire(server())) {
      for (String who : List.of("read", "grace", "none", "grace")) {
        assertServed(who.equals("grace") ? "grace" : "ada", wire.ask(asking(who)));
        calls.take();
        assertRefused(401, BOTH_CHALLENGES, wire.ask(NOBODY));
      }
    }
  }

  @Test
  void carriesNoIdentityToAnOpenPath() throws IOException {
    try (Wire wire = new Wire(server())) {
      assertServed("ada", wire.ask(asking("read")));
      assertServed("anonymous", wire.ask(request("GET", "/open")));
    }
  }

  @Test
  void keepsPipelinedRequestsApart() throws IOException {
    try (Wire wire = new Wire(server())) {
      wire.send(asking("read") + NOBODY + asking("grace") + NOBODY + asking("revoked"));

      assertServed("ada", wire.read(false));
      assertEquals(401, wire.read(false).status());
      assertServed("grace", wire.read(false));
      assertEquals(401, wire.read(false).status());
      assertEquals(401, wire.read(false).status());
      assertEquals(List.of("ada", "grace"), calls.take().stream().map(Call::who).toList());
    }
  }

  @Test
  void remembersNoRefusalEither() throws IOException {
    try (Wire wire = new Wire(server())) {
      assertEquals(401, wire.ask(asking("revoked")).status());
      assertServed("ada", wire.ask(asking("read")));
    }
  }

  /** A body of a refused request that looks like a request of its own: request smuggling. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 3_000})
  void neverTakesTheUnreadBodyOfARefusedRequestForARequest(int copies) throws IOException {
    String body = asking("write").repeat(copies);
    String framing = "Content-Length: " + body.length();

    assertNothingSmuggled(request("POST", "/me", framing) + body);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 3_000})
  void neverTakesTheUnreadChunksOfARefusedRequestForARequest(int copies) throws IOException {
    String body = asking("write").repeat(copies);
    String chunks = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";

    assertNothingSmuggled(request("POST", "/me", "Transfer-Encoding: chunked") + chunks);
  }

  @Test
  void answersARefusedRequestBeforeItsBodyHasCome() throws IOException {
    try (Wire wire = new Wire(server())) {
      wire.send(request("POST", "/me", "Content-Length: 1000000") + "only the beginning");

      assertRefused(401, BOTH_CHALLENGES, wire.read(false));
    }
  }

  @Test
  void answersARefusedRequestWhoseBodyAwaits100Continue() throws IOException {
    try (Wire wire = new Wire(server())) {
      wire.send(request("POST", "/me", "Content-Length: 1000000", "Expect: 100-continue"));

      assertRefused(401, BOTH_CHALLENGES, wire.read(false));
    }
  }

  private void assertNothingSmuggled(String refused) throws IOException {
    try (Wire wire = new Wire(server())) {
      wire.send(refused);
      Answer first = wire.read(false);
      assertRefused(401, BOTH_CHALLENGES, first);
      if (!first.closing()) {
        wire.send(NOBODY);
        assertTrue(isRefusedOrClosed(wire), "something else was answered");
      }
    }
    assertNobodyCalled();
  }

  private static boolean isRefusedOrClosed(Wire wire) throws IOException {
    try {
      return wire.read(false).all("WWW-Authenticate").equals(BOTH_CHALLENGES);
    } catch (EOFException | SocketException closed) {
      return true;
    }
  }

  private String asking(String token) {
    return request("GET", "/me", bearer(token));
  }
}
