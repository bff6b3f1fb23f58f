package dev.pat4j.servlet;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Completes what an application answers behind the filter: a 401 without a challenge gets one,
 * since it must have one (RFC 9110 section 15.5.2) and git asks for no password without; and what
 * was made for a token is not stored by caches unless the application said so itself.
 *
 * <p>All of it is set before the application can commit the response, and gives way as soon as the
 * application speaks for itself: no stream has to be watched for the last moment. Challenges may
 * stay behind when a 401 becomes another status, which is lawful (RFC 9110 section 11.6.1).
 */
class ChallengingResponse extends HttpServletResponseWrapper {

  private final List<String> challenges;
  private boolean challengesAreOurs;

  /** Adds these challenges to a bare 401; leaves it bare if there are none. */
  ChallengingResponse(HttpServletResponse response, List<String> challenges) {
    super(response);
    this.challenges = challenges;
  }

  @Override
  public void setStatus(int status) {
    super.setStatus(status);
    challengeIfUnauthorized(status);
  }

  @Override
  public void sendError(int status) throws IOException {
    challengeIfUnauthorized(status);
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    challengeIfUnauthorized(status);
    super.sendError(status, message);
  }

  @Override
  public void setHeader(String name, @Nullable String value) {
    super.setHeader(name, value);
    giveWay(name, value);
  }

  @Override
  public void addHeader(String name, String value) {
    if (isOurs(name)) {
      super.setHeader(name, value);
    } else {
      super.addHeader(name, value);
    }
    giveWay(name, value);
  }

  @Override
  public void reset() {
    super.reset();
    challengesAreOurs = false;
  }

  /** Whether the header is there by our doing, so that the application replaces it. */
  boolean isOurs(String name) {
    return challengesAreOurs && Challenges.HEADER.equalsIgnoreCase(name);
  }

  /** Takes note that the application has spoken. */
  void giveWay(String name, @Nullable String value) {
    if (Challenges.HEADER.equalsIgnoreCase(name)) {
      challengesAreOurs = false;
    }
  }

  /**
   * The response beneath, on which headers can be set without being taken for the application's.
   */
  final HttpServletResponse beneath() {
    return (HttpServletResponse) getResponse();
  }

  private void challengeIfUnauthorized(int status) {
    if (status != SC_UNAUTHORIZED || challenges.isEmpty() || containsHeader(Challenges.HEADER)) {
      return;
    }
    for (String challenge : challenges) {
      beneath().addHeader(Challenges.HEADER, challenge);
    }
    challengesAreOurs = true;
  }
}
