package dev.pat4j.containers.table;

import dev.pat4j.containers.Answer;
import dev.pat4j.containers.Call;
import dev.pat4j.containers.RunningServer;
import dev.pat4j.containers.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Sends the request of a row and says what is not as expected.
 *
 * <p>Besides the expected outcome this holds of every row: no cookie is set, no token comes back,
 * nobody but the expected principal reaches the application, and what is sent next on the same
 * connection, without credentials, is either refused as such or not answered at all. So no request
 * leaves an identity or half a message behind.
 *
 * @param server where to
 * @param container its name
 * @param outcomes the named outcomes
 * @param tokens the named tokens
 * @param traces what reaches the application and the store
 */
public record RowRunner(
    RunningServer server,
    String container,
    Map<String, Outcome.Template> outcomes,
    Map<String, String> tokens,
    Traces traces) {

  /** The connection was closed, or nothing came for as long as this suite waits. */
  private static final Answer CLOSED = new Answer(0, List.of(), "", true);

  private static final Answer SILENCE = new Answer(-1, List.of(), "", true);
  private static final String NEXT = "GET /me HTTP/1.1\r\nHost: next\r\n\r\n";

  /** What is not as expected; empty if all is. */
  public List<String> faultsOf(Row row) throws IOException {
    List<String> faults = new ArrayList<>();
    String request = Escapes.expand(row.request(), tokens);
    Outcome expected = outcome(row.outcomeOn(container));
    traces.takeCalls();
    traces.takeStoreReads();
    try (Wire wire = new Wire(server)) {
      Answer answer = ask(wire, request);
      faults.addAll(expected.differencesOf(answer, Wire.isHead(request)));
      addTraces(faults, expected);
      addLeaks(faults, expected, answer);
      if (!answer.closing()) {
        addPoison(faults, wire);
      }
      if (!faults.isEmpty()) {
        faults.add("the answer:\n" + answer);
      }
    }
    return faults;
  }

  /**
   * What is worse than another answer: that somebody reaches the application whom the row lets in
   * on no container, unless it is nobody in particular on an open path, or that a token comes back.
   */
  public List<String> trespassesOf(Row row, Predicate<String> openPath) throws IOException {
    List<String> faults = new ArrayList<>();
    Set<String> welcome = new HashSet<>();
    row.outcomes().values().forEach(text -> welcome.add(outcome(text).called()));
    traces.takeCalls();
    try (Wire wire = new Wire(server)) {
      Answer answer = ask(wire, Escapes.expand(row.request(), tokens));
      for (Call call : traces.takeCalls()) {
        boolean open = call.who().equals("anonymous") && openPath.test(call.path());
        if (!open && !welcome.contains(call.who())) {
          faults.add(call + " was not to get in; the answer:\n" + answer);
        }
      }
      addLeaks(faults, outcome(row.outcomeOn(container)), answer);
    }
    return faults;
  }

  private Outcome outcome(String text) {
    List<String> words = List.of(text.split(" ", -1));
    Outcome.Template template = outcomes.get(words.get(0));
    if (template == null) {
      throw new IllegalArgumentException("no outcome is called " + words.get(0));
    }
    return template.with(words.subList(1, words.size()));
  }

  private static Answer ask(Wire wire, String request) throws IOException {
    try {
      return wire.ask(request);
    } catch (EOFException | SocketException closedWithoutAnswer) {
      return CLOSED;
    } catch (SocketTimeoutException neitherAnswerNorEnd) {
      return SILENCE;
    }
  }

  private void addTraces(List<String> faults, Outcome expected) {
    String called = traces.takeCalls().stream().map(Call::who).collect(Collectors.joining(", "));
    Outcome.compare(faults, "called", expected.called(), called.isEmpty() ? "nobody" : called);
    Outcome.compare(faults, "store reads", expected.storeReads(), traces.takeStoreReads());
  }

  private void addLeaks(List<String> faults, Outcome expected, Answer answer) {
    if (!answer.all("Set-Cookie").isEmpty()) {
      faults.add("a cookie is set");
    }
    String whole = answer.fields() + "\n" + answer.body();
    tokens.forEach(
        (name, token) -> {
          if (whole.contains(token) && !expected.echoes()) {
            faults.add("the token '" + name + "' comes back");
          }
        });
  }

  private void addPoison(List<String> faults, Wire wire) throws IOException {
    Answer next = ask(wire, NEXT);
    if (!next.equals(CLOSED)) {
      outcome("challenge")
          .differencesOf(next, false)
          .forEach(fault -> faults.add("the next request on this connection: " + fault));
    }
    if (!traces.takeCalls().isEmpty()) {
      faults.add("the next request on this connection reached the application");
    }
  }
}
