package dev.pat4j.containers.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.containers.Call;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A row of the table must be able to fail: here each part of an expectation does. */
class RowRunnerTest {

  private static final String SECRET = "acme_secret";

  private static final String RIGHT =
      """
      HTTP/1.1 401 Unauthorized
      WWW-Authenticate: Basic realm="pat4j", charset="UTF-8"
      WWW-Authenticate: Bearer realm="pat4j"
      Cache-Control: no-store
      Vary: Authorization
      Content-Type: text/plain; charset=UTF-8
      Content-Length: 24

      authentication required
      """;

  @Test
  void findsNothingWrongWithTheExpectedAnswer() throws IOException {
    assertEquals(List.of(), faults("challenge", RIGHT, RIGHT));
  }

  @Test
  void findsNothingWrongWithAConnectionThatIsClosedAfterwards() throws IOException {
    assertEquals(List.of(), faults("challenge", RIGHT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "malformed",
        "unknown",
        "basic-malformed",
        "twice",
        "denied",
        "refused",
        "open",
        "served ada",
        "insufficient repo",
        "elsewhere",
        "container 400",
        "closed"
      })
  void reportsAWrongExpectation(String outcome) throws IOException {
    assertFalse(faults(outcome, RIGHT, RIGHT).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "status,            401 Unauthorized, 403 Forbidden",
    "WWW-Authenticate,  'WWW-Authenticate: Bearer realm=\"pat4j\"\n', ''",
    "WWW-Authenticate,  'Bearer realm=\"pat4j\"', 'Bearer realm=\"pat4j\", error=\"invalid_token\"'",
    "WWW-Authenticate,  'charset=\"UTF-8\"\nWWW-Authenticate: Bearer', 'charset=\"UTF-8\", Bearer'",
    "WWW-Authenticate,  'Basic realm=\"pat4j\"', 'Basic realm=\"other\"'",
    "WWW-Authenticate,  'Cache-Control', 'WWW-Authenticate: Digest\nCache-Control'",
    "Cache-Control,     no-store, private",
    "Vary,              'Vary: Authorization\n', ''",
    "Retry-After,       'Vary', 'Retry-After: 10\nVary'",
    "X-OAuth-Scopes,    'Vary', 'X-OAuth-Scopes: repo\nVary'",
    "Location,          'Vary', 'Location: /login\nVary'",
    "a cookie is set,   'Vary', 'Set-Cookie: JSESSIONID=1\nVary'",
    "body,              authentication required, authentication requirex",
    "the token 'secret' comes back, 'Vary', 'X-Debug: acme_secret\nVary'",
    "the token 'secret' comes back, authentication required, acme_secret is no good!"
  })
  void reportsWhatDiffersInTheAnswer(String fault, String right, String wrong) throws IOException {
    List<String> faults = faults("challenge", RIGHT.replace(right, wrong), RIGHT);

    assertTrue(faults.stream().anyMatch(found -> found.startsWith(fault)), faults::toString);
  }

  @Test
  void reportsThatTheApplicationWasCalled() throws IOException {
    List<String> faults = faults("challenge", List.of(call("ada")), 0, RIGHT, RIGHT);

    assertEquals("called: expected nobody, was ada", faults.get(0));
  }

  @Test
  void reportsThatTheApplicationSawContradictoryCallers() throws IOException {
    Call call = new Call("REQUEST", "/", "ada", "grace", "Basic", "ada", 1L, false);

    assertTrue(faults("open", List.of(call), 0, RIGHT).toString().contains("contradictory"));
  }

  @Test
  void reportsThatTheStoreWasAsked() throws IOException {
    List<String> faults = faults("challenge", List.of(), 1, RIGHT, RIGHT);

    assertEquals("store reads: expected 0, was 1", faults.get(0));
  }

  @Test
  void reportsThatNothingWasAnswered() throws IOException {
    assertEquals("status: expected 401, was 0", faults("challenge").get(0));
  }

  @Test
  void reportsThatTheNextRequestOfTheConnectionIsNotRefused() throws IOException {
    List<String> faults = faults("challenge", RIGHT, RIGHT.replace("401 Unauthorized", "200 OK"));

    assertEquals(
        "the next request on this connection: status: expected 401, was 200", faults.get(0));
  }

  @Test
  void reportsAnAnswerThatNobodyAskedFor() throws IOException {
    List<String> faults = faults("challenge", RIGHT + "HTTP/1.1 200 OK\nContent-Length: 0\n\n");

    assertTrue(faults.get(0).startsWith("the next request on this connection"), faults::toString);
  }

  private static List<String> faults(String outcome, String... answers) throws IOException {
    return faults(outcome, List.of(), 0, answers);
  }

  private static List<String> faults(String outcome, List<Call> calls, int reads, String... answers)
      throws IOException {
    String[] onTheWire = List.of(answers).stream().map(RowRunnerTest::crLf).toArray(String[]::new);
    try (ScriptedServer server = new ScriptedServer(onTheWire)) {
      RowRunner runner =
          new RowRunner(
              server.running(),
              "scripted",
              Requests.outcomes(),
              Map.of("secret", SECRET),
              new Recorded(calls, reads));
      String request = "GET / HTTP/1.1\r\n\r\n";
      return runner.faultsOf(new Row("row-1", "…", request, Map.of("", outcome)));
    }
  }

  /** In the head; a body is what it is. */
  private static String crLf(String answer) {
    int end = answer.indexOf("\n\n") + 2;
    return answer.substring(0, end).replace("\n", "\r\n") + answer.substring(end);
  }

  private static Call call(String who) {
    return new Call("REQUEST", "/", who, who, "Bearer", who, 1L, false);
  }

  /** What a row leaves behind: nothing before it, these after it, nothing after the next one. */
  private static final class Recorded implements Traces {
    private final List<Call> calls;
    private final int reads;
    private int callsTaken;
    private int readsTaken;

    Recorded(List<Call> calls, int reads) {
      this.calls = calls;
      this.reads = reads;
    }

    @Override
    public List<Call> takeCalls() {
      return ++callsTaken == 2 ? calls : List.of();
    }

    @Override
    public int takeStoreReads() {
      return ++readsTaken == 2 ? reads : 0;
    }
  }
}
