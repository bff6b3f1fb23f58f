package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.examples.githost.Mounted.Guard;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On every route the store breaks once, at each call that a rightful request makes of it in turn:
 * before it is done, or when it is done and the answer is lost.
 */
class WalkHalfwayTest {

  private static final String TOKEN = "(?s).*demo_[0-9A-Za-z]{36}.*";

  @TempDir Path data;
  private final List<Executable> checks = new ArrayList<>();
  private Walk walk;

  @BeforeEach
  void start() throws Exception {
    walk = new Walk(data);
  }

  @AfterEach
  void stop() throws Exception {
    walk.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @DisplayName(
      "threats 9, 17, 30: whatever breaks halfway is 503, says not that it is done, and shows no token")
  void whatBreaksHalfwayIsSaid(boolean afterwards) throws Exception {
    int broken = 0;
    for (Mounted route : walk.routes) {
      for (String method : route.methods()) {
        int call = 1;
        while (breaks(route, method, call, afterwards)) {
          call++;
        }
        broken += call - 1;
      }
    }
    assertAll(checks);
    assertTrue(broken > 200, "only " + broken);
  }

  private boolean breaks(Mounted route, String method, int call, boolean afterwards)
      throws Exception {
    walk.host.host().tokens().ownedBy("ada").deleteAll();
    walk.renew();
    String body = walk.body(route, method);
    boolean session = route.guard() == Guard.SESSION;
    if (session && method.equals("POST")) {
      body += "&" + walk.hidden(route, walk.ada());
    }
    walk.host.store.breakAt(call, afterwards);
    HttpResponse<String> answer =
        walk.send(
            session ? walk.ada() : walk.nobody(),
            method,
            walk.path(route),
            body,
            walk.credentials(route, body));
    boolean broke = walk.host.store.broke();
    if (broke) {
      String what = answer + " at call " + call + (afterwards ? " afterwards: " : ": ");
      checks.add(() -> assertEquals(503, answer.statusCode(), what + answer.body()));
      checks.add(() -> assertTrue(answer.headers().firstValue("Retry-After").isPresent(), what));
      checks.add(() -> assertFalse(answer.headers().firstValue("Location").isPresent(), what));
      checks.add(() -> assertFalse(answer.body().matches(TOKEN), what));
    }
    return broke;
  }
}
