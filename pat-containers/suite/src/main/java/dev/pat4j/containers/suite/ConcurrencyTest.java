package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.containers.Answer;
import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many people at once, each on a connection that is kept. */
class ConcurrencyTest extends HostTest {

  private static final int PEOPLE = 16;

  /** Twice as many are sent; Tomcat closes a connection after a hundred. */
  private static final int REQUESTS = 45;

  @Test
  void nobodyIsTakenForSomebodyElse() throws Exception {
    List<Callable<List<String>>> conversations = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      String name = "person-" + i;
      library.issue(name, name, "repo:read");
      conversations.add(() -> converse(name));
    }
    ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
    try {
      for (Future<List<String>> faults : threads.invokeAll(conversations)) {
        assertEquals(List.of(), faults.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** What was answered to this person but meant for somebody else. */
  private List<String> converse(String name) throws Exception {
    List<String> faults = new ArrayList<>();
    String mine = request("GET", "/api/repos", bearer(name));
    String nobodys = request("GET", "/open");
    try (Wire wire = new Wire(server())) {
      for (int i = 0; i < REQUESTS; i++) {
        expect(faults, name, wire.ask(mine));
        expect(faults, "anonymous", wire.ask(nobodys));
      }
    }
    return faults;
  }

  private static void expect(List<String> faults, String who, Answer answer) {
    if (answer.status() != 200 || !answer.body().equals(who)) {
      faults.add(who + " was answered: " + answer);
    }
  }
}
