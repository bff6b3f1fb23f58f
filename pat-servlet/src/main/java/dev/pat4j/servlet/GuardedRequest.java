package dev.pat4j.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as the application gets to see it: without headers that claim an identity. Everything
 * else is the container's.
 */
class GuardedRequest extends HttpServletRequestWrapper {

  private final @Nullable IdentityHeaders hidden;
  private final HttpServletResponse response;

  /**
   * Hides these headers; none if null.
   *
   * @param response what the application answers this request with
   */
  GuardedRequest(
      HttpServletRequest request, @Nullable IdentityHeaders hidden, HttpServletResponse response) {
    super(request);
    this.hidden = hidden;
    this.response = response;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isHidden(name) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    Enumeration<String> names = super.getHeaderNames();
    if (hidden == null || names == null) {
      return names;
    }
    List<String> shown = new ArrayList<>(Collections.list(names));
    shown.removeIf(hidden::contains);
    return Collections.enumeration(shown);
  }

  @Override
  public int getIntHeader(String name) {
    return isHidden(name) ? -1 : super.getIntHeader(name);
  }

  @Override
  public long getDateHeader(String name) {
    return isHidden(name) ? -1 : super.getDateHeader(name);
  }

  /**
   * With this request and its response: the container would hand its own to the application, where
   * the headers that are hidden here stand, and the caller is whoever the session says.
   */
  @Override
  public AsyncContext startAsync() {
    return startAsync(this, response);
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    requireAsyncSupport();
    return super.startAsync(request, response);
  }

  private boolean isHidden(@Nullable String name) {
    return hidden != null && name != null && hidden.contains(name);
  }

  private void requireAsyncSupport() {
    if (!isAsyncSupported()) {
      throw new IllegalStateException(
          "asynchronous processing is switched off for this request: every filter before it and the"
              + " servlet need asyncSupported; TokenAuthenticationFilter.registerIn(context) sets it"
              + " for the token filter, <async-supported>true</async-supported> does in web.xml");
    }
  }
}
