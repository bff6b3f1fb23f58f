package dev.pat4j.servlet;

import dev.pat4j.servlet.Judgement.LacksScope;
import dev.pat4j.servlet.Judgement.Refused;
import dev.pat4j.servlet.Judgement.Throttled;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

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

  void refuse(HttpServletRequest request, HttpServletResponse response, Refused refused)
      throws IOException, ServletException {
    Refusal refusal = refused.refusal();
    if (response.isCommitted()) {
      // Whoever reads the answer must not take it for a whole one: the container breaks it off.
      throw new ServletException("refused (" + refusal + "), but the response is committed");
    }
    // Not reset(): headers that a CORS filter has set before belong to this answer, too.
    response.resetBuffer();
    response.setStatus(refusal.status());
    offer(response, offered(refused));
    CacheHeaders.refuseStorage(response);
    if (refusal == Refusal.UNAVAILABLE) {
      response.setHeader(RETRY_AFTER, RETRY_UNAVAILABLE);
    } else if (refused instanceof Throttled throttled) {
      response.setHeader(RETRY_AFTER, Long.toString(secondsRoundedUp(throttled.delay())));
    } else if (refused instanceof LacksScope lacks) {
      tokenHeaders.set(response, lacks.verified(), lacks.requirement());
    }
    writeLine(request, response, refusal.text() + "\n");
  }

  private List<String> offered(Refused refused) {
    return switch (refused.refusal().challenge()) {
      case NONE -> List.of();
      case PLAIN -> challenges.both();
      case INVALID_TOKEN -> challenges.invalidToken();
      case INVALID_REQUEST -> challenges.invalidRequest();
      case INSUFFICIENT_SCOPE ->
          challenges.insufficientScope(
              refused instanceof LacksScope lacks ? lacks.requirement().scopeNames() : List.of());
    };
  }

  /** One field line each; what an earlier filter may have offered is replaced. */
  private static void offer(HttpServletResponse response, List<String> offered) {
    for (int i = 0; i < offered.size(); i++) {
      if (i == 0) {
        response.setHeader(Challenges.HEADER, offered.get(i));
      } else {
        response.addHeader(Challenges.HEADER, offered.get(i));
      }
    }
  }

  private static void writeLine(
      HttpServletRequest request, HttpServletResponse response, String line) throws IOException {
    response.setContentType("text/plain;charset=utf-8");
    response.setContentLength(line.length());
    if (request.getMethod().equals("HEAD")) {
      return;
    }
    try {
      response.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalStateException writerTaken) {
      response.getWriter().write(line);
    }
  }

  private static long secondsRoundedUp(Duration delay) {
    // No sum of durations, which would overflow where a throttle says for ever.
    long seconds = delay.getSeconds();
    return delay.getNano() > 0 && seconds < Long.MAX_VALUE ? seconds + 1 : seconds;
  }
}
