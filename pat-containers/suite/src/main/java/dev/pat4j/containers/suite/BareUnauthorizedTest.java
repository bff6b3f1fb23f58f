package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.containers.Answer;
import dev.pat4j.containers.Handler;
import dev.pat4j.containers.HostTest;
import dev.pat4j.servlet.AccessRules;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A 401 of the application behind the filter, as JGit sends it in six places: it has both
 * challenges, as every 401 must have one (RFC 9110 section 15.5.2), and git asks for no password
 * without.
 */
class BareUnauthorizedTest extends HostTest {

  @Override
  protected AccessRules rules() {
    return AccessRules.builder().authenticated("/me/*").open("/public/*").build();
  }

  @Override
  protected void addServlets(ServletContext context) {
    answer(context, "status", (request, response) -> response.setStatus(401));
    answer(context, "error", (request, response) -> response.sendError(401));
    answer(context, "message", (request, response) -> response.sendError(401, "who?"));
    answer(
        context,
        "writer",
        (request, response) -> {
          response.getWriter().print("who?");
          response.setStatus(401);
        });
    answer(
        context,
        "flushed",
        (request, response) -> {
          response.setStatus(401);
          response.getOutputStream().print("who?");
          response.flushBuffer();
        });
    answer(
        context,
        "reset",
        (request, response) -> {
          response.setStatus(401);
          response.reset();
          response.setStatus(401);
        });
    answer(
        context,
        "own",
        (request, response) -> {
          response.setHeader("WWW-Authenticate", "Negotiate");
          response.sendError(401);
        });
    answer(
        context,
        "own-later",
        (request, response) -> {
          response.setStatus(401);
          response.addHeader("WWW-Authenticate", "Negotiate");
          response.addHeader("WWW-Authenticate", "Digest realm=\"x\"");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "status,me",
    "error,me",
    "message,me",
    "writer,me",
    "flushed,me",
    "reset,me",
    "status,public",
    "error,public",
    "message,public",
    "writer,public",
    "flushed,public"
  })
  void getsBothChallengesOnLinesOfTheirOwn(String how, String where) throws IOException {
    Answer answer = get("/" + where + "/" + how, "none");

    assertEquals(401, answer.status());
    assertEquals(BOTH_CHALLENGES, answer.all("WWW-Authenticate"));
  }

  @Test
  void keepsTheChallengeThatTheApplicationChose() throws IOException {
    assertEquals(List.of("Negotiate"), get("/me/own", "none").all("WWW-Authenticate"));
  }

  @Test
  void keepsTheChallengesThatTheApplicationAddsAfterTheStatus() throws IOException {
    assertEquals(
        List.of("Negotiate", "Digest realm=\"x\""),
        get("/me/own-later", "none").all("WWW-Authenticate"));
  }

  private static void answer(ServletContext context, String name, Handler.Body body) {
    add(context, new Handler(body), "/me/" + name, "/public/" + name);
  }
}
