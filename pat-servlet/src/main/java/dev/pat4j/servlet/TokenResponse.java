package dev.pat4j.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a token: says what the token may do, and is not stored by caches unless the
 * application says so itself. What the application sets stands, but for Vary, which only grows.
 */
final class TokenResponse extends ChallengingResponse {

  private final Consumer<HttpServletResponse> tokenHeaders;
  private final CacheHeaders cacheHeaders;
  private boolean cacheControlIsOurs;

  TokenResponse(
      HttpServletResponse response,
      List<String> challenges,
      Consumer<HttpServletResponse> tokenHeaders,
      CacheHeaders cacheHeaders) {
    super(response, challenges);
    this.tokenHeaders = tokenHeaders;
    this.cacheHeaders = cacheHeaders;
    setHeaders();
  }

  @Override
  public void reset() {
    super.reset();
    setHeaders();
  }

  @Override
  boolean isOurs(String name) {
    return super.isOurs(name)
        || (cacheControlIsOurs && CacheHeaders.CACHE_CONTROL.equalsIgnoreCase(name));
  }

  @Override
  void giveWay(String name, @Nullable String value) {
    super.giveWay(name, value);
    if (CacheHeaders.VARY.equalsIgnoreCase(name)) {
      CacheHeaders.varyByAuthorization(beneath());
    } else if (CacheHeaders.CACHE_CONTROL.equalsIgnoreCase(name)) {
      cacheControlIsOurs = false;
      cacheHeaders.inspect(value == null ? "" : value);
    }
  }

  private void setHeaders() {
    tokenHeaders.accept(beneath());
    // An earlier filter may have decided already.
    if (beneath().containsHeader(CacheHeaders.CACHE_CONTROL)) {
      CacheHeaders.varyByAuthorization(beneath());
    } else {
      CacheHeaders.refuseStorage(beneath());
      cacheControlIsOurs = true;
    }
  }
}
