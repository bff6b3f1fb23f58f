package dev.pat4j.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes refusals: a status, the challenges that belong to it, and a line of plain text, which git
 * shows to its user. Not by {@code sendError}, which would start another dispatch and print the
 * container's own page; and without touching the body of the request.
 */
final class Answers {

  /** Seconds: long enough for a fail-over, short enough for a person who waits. */
  private static final String RETRY_UNAVAILABLE = "10";

  private static final String RETRY_AFTER = "Retry-After";

  private final Challenges challenges;
  private final TokenHeaders tokenHeaders;

  Answers(Challenges challenges, TokenHeaders tokenHeaders) {
    this.challenges = challenges;
    this.tokenHeaders = tokenHeaders;
  }

  /** The challenges of a 401 that says nothing about the credentials. */
  List<String> plainChallenges() {
    return challenges.both();
  }

  void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal)
      throws IOException, ServletException {
    start(response, refusal, null);
    if (refusal == Refusal.UNAVAILABLE) {
      response.setHeader(RETRY_AFTER, RETRY_UNAVAILABLE);
    }
    finish(request, response, refusal);
  }

  void refuse(
      HttpServletRequest request, HttpServletResponse response, Judgement.Throttled throttled)
      throws IOException, ServletException {
    start(response, Refusal.THROTTLED, null);
    response.setHeader(RETRY_AFTER, Long.toString(roundedUp(throttled.delay())));
    finish(request, response, Refusal.THROTTLED);
  }

  void refuse(HttpServletRequest request, HttpServletResponse response, Judgement.LacksScope lacks)
      throws IOException, ServletException {
    start(response, Refusal.INSUFFICIENT_SCOPE, lacks.requirement());
    tokenHeaders.set(response, lacks.verified(), lacks.requirement());
    finish(request, response, Refusal.INSUFFICIENT_SCOPE);
  }

  private void start(
      HttpServletResponse response, Refusal refusal, @Nullable Requirement requirement)
      throws ServletException {
    if (response.isCommitted()) {
      // Whoever reads the answer must not take it for a whole one: the container breaks it off.
      throw new ServletException("refused (" + refusal + "), but the response is committed");
    }
    // Not reset(): headers that a CORS filter has set before belong to this answer, too.
    response.resetBuffer();
    response.setStatus(refusal.status());
    List<String> offered = offered(refusal.challenge(), requirement);
    for (int i = 0; i < offered.size(); i++) {
      if (i == 0) {
        response.setHeader(Challenges.HEADER, offered.get(i));
      } else {
        response.addHeader(Challenges.HEADER, offered.get(i));
      }
    }
    CacheHeaders.refuseStorage(response);
  }

  private List<String> offered(Refusal.Challenge challenge, @Nullable Requirement requirement) {
    return switch (challenge) {
      case NONE -> List.of();
      case PLAIN -> challenges.both();
      case INVALID_TOKEN -> challenges.invalidToken();
      case INVALID_REQUEST -> challenges.invalidRequest();
      case INSUFFICIENT_SCOPE ->
          challenges.insufficientScope(requirement == null ? List.of() : requirement.scopeNames());
    };
  }

  private static void finish(
      HttpServletRequest request, HttpServletResponse response, Refusal refusal)
      throws IOException {
    byte[] body = (refusal.text() + "\n").getBytes(StandardCharsets.US_ASCII);
    response.setContentType("text/plain;charset=utf-8");
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      write(response, refusal.text() + "\n", body);
    }
  }

  private static void write(HttpServletResponse response, String text, byte[] body)
      throws IOException {
    try {
      response.getOutputStream().write(body);
    } catch (IllegalStateException writerTaken) {
      response.getWriter().write(text);
    }
  }

  private static long roundedUp(Duration delay) {
    return Math.max(1, delay.plusMillis(999).toSeconds());
  }
}
