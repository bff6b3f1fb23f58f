package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.containers.Call;
import dev.pat4j.containers.Handler;
import dev.pat4j.containers.HostTest;
import dev.pat4j.servlet.AccessRules;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asynchronous requests: who called is known in every dispatch, and every dispatch is judged. */
class AsyncTest extends HostTest {

  @Override
  protected AccessRules rules() {
    return AccessRules.builder()
        .open("/public/*")
        .authenticated("/async/*")
        .require("/admin/*", "admin")
        .build();
  }

  @Override
  protected void addServlets(ServletContext context) {
    add(context, new Handler(this::answer), "/admin/*");
    add(context, again((request, response) -> request.startAsync()), "/async/plain");
    add(
        context,
        again((request, response) -> request.startAsync(request, response)),
        "/async/wrapped");
    add(context, new Handler(this::answerLater), "/async/later");
    add(context, new Handler(AsyncTest::toAdmin), "/async/admin", "/public/admin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/async/plain", "/async/wrapped"})
  void keepsTheIdentityAfterADispatchAndAsksTheStoreOnce(String path) throws IOException {
    assertServed("ada", get(path, "none"));

    List<Call> seen = calls.take();
    assertEquals(List.of("REQUEST", "ASYNC"), seen.stream().map(Call::dispatch).toList());
    assertEquals(List.of("ada", "ada"), seen.stream().map(Call::who).toList());
    assertEquals(1, library.store().takeReads());
  }

  @Test
  void keepsTheIdentityOnTheThreadThatAnswers() throws IOException {
    assertServed("ada", get("/async/later", "none"));
  }

  @Test
  void completesAnAnswerOfAnotherThreadAsAnyOther() throws IOException {
    assertEquals(List.of("no-store"), get("/async/later", "none").all("Cache-Control"));
  }

  @ParameterizedTest
  @CsvSource({"/async/admin,1", "/public/admin,1"})
  void judgesThePathOfADispatchAgain(String path, int reads) throws IOException {
    assertRefused(
        403,
        List.of("Bearer realm=\"pat4j\", error=\"insufficient_scope\", scope=\"admin\""),
        get(path, "none"));
    assertEquals(reads, library.store().takeReads());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/async/admin", "/public/admin"})
  void letsADispatchThroughThatItsPathAllows(String path) throws IOException {
    assertServed("ada", get(path, "admin"));
    assertEquals(1, library.store().takeReads());
  }

  @Test
  void refusesADispatchFromAnOpenPathToAGuardedOne() throws IOException {
    assertRefused(401, BOTH_CHALLENGES, ask("GET", "/public/admin"));
  }

  private Handler again(Start start) {
    return new Handler(
        (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ASYNC) {
            answer(request, response);
          } else {
            calls.add(Call.of(request));
            start.begin(request, response).dispatch();
          }
        });
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Call call = Call.of(request);
    calls.add(call);
    write(call.who(), response);
  }

  private void answerLater(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext later = request.startAsync();
    later.start(
        () -> {
          try {
            write(Call.of(request).who(), response);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          } finally {
            later.complete();
          }
        });
  }

  private static void write(String text, HttpServletResponse response) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private static void toAdmin(HttpServletRequest request, HttpServletResponse response) {
    request.startAsync().dispatch("/admin/x");
  }

  /** The two ways to go asynchronous. */
  private interface Start {
    AsyncContext begin(HttpServletRequest request, HttpServletResponse response);
  }
}
