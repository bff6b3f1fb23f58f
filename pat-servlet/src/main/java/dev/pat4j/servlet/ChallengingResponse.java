package dev.pat4j.servlet;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes what an application answers behind the filter: a 401 without a challenge gets one,
 * since it must have one (RFC 9110 section 15.5.2) and git asks for no password without; and what
 * was made for a token is not stored by caches unless the application says so itself.
 *
 * <p>All of it is set before the application can commit the response, and gives way as soon as the
 * application speaks for itself: no stream has to be watched for the last moment. Challenges may
 * stay behind when a 401 becomes another status, which is lawful (RFC 9110 section 11.6.1).
 */
final class ChallengingResponse extends HttpServletResponseWrapper {

  private static final Logger log = LoggerFactory.getLogger(TokenAuthenticationFilter.class);

  /** Said once: a habit of the application, not an event. */
  private static final AtomicBoolean warnedOfSharing = new AtomicBoolean();

  private final List<String> challenges;
  private final @Nullable Consumer<HttpServletResponse> tokenHeaders;
  private boolean challengesAreOurs;
  private boolean cacheControlIsOurs;

  /**
   * @param challenges for a bare 401; empty to leave it bare
   * @param tokenHeaders sets the headers of an answer to a token; null if it is to nobody
   */
  ChallengingResponse(
      HttpServletResponse response,
      List<String> challenges,
      @Nullable Consumer<HttpServletResponse> tokenHeaders) {
    super(response);
    this.challenges = challenges;
    this.tokenHeaders = tokenHeaders;
    setDefaults();
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
  public void setHeader(String name, String value) {
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
    setDefaults();
  }

  private void setDefaults() {
    if (tokenHeaders == null) {
      return;
    }
    HttpServletResponse response = (HttpServletResponse) getResponse();
    tokenHeaders.accept(response);
    CacheHeaders.addVary(response);
    cacheControlIsOurs = !response.containsHeader(CacheHeaders.CACHE_CONTROL);
    if (cacheControlIsOurs) {
      response.setHeader(CacheHeaders.CACHE_CONTROL, CacheHeaders.NO_STORE);
    }
  }

  private void challengeIfUnauthorized(int status) {
    if (status != SC_UNAUTHORIZED || challenges.isEmpty() || containsHeader(Challenges.HEADER)) {
      return;
    }
    for (String challenge : challenges) {
      super.addHeader(Challenges.HEADER, challenge);
    }
    challengesAreOurs = true;
  }

  private boolean isOurs(String name) {
    return (challengesAreOurs && Challenges.HEADER.equalsIgnoreCase(name))
        || (cacheControlIsOurs && CacheHeaders.CACHE_CONTROL.equalsIgnoreCase(name));
  }

  /** What the application has said stands, but for Vary, which only ever grows. */
  private void giveWay(String name, @Nullable String value) {
    if (Challenges.HEADER.equalsIgnoreCase(name)) {
      challengesAreOurs = false;
    } else if (tokenHeaders != null && CacheHeaders.VARY.equalsIgnoreCase(name)) {
      CacheHeaders.addVary((HttpServletResponse) getResponse());
    } else if (tokenHeaders != null && CacheHeaders.CACHE_CONTROL.equalsIgnoreCase(name)) {
      cacheControlIsOurs = false;
      if (value != null
          && CacheHeaders.permitsSharing(value)
          && warnedOfSharing.compareAndSet(false, true)) {
        log.warn(
            "the application lets shared caches store an answer that was made for a token"
                + " (Cache-Control with public, s-maxage or must-revalidate; RFC 9111 section 3.5)");
      }
    }
  }
}
