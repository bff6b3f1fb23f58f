package dev.pat4j.servlet;

import static org.mockito.Mockito.mock;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A request as a container would hand it over, as far as the filter may look at it. */
final class FakeRequest {

  private final Map<String, Object> attributes = new HashMap<>();
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private DispatcherType dispatch = DispatcherType.REQUEST;
  private String method;
  private String uri;
  private String query;
  private Supplier<String> path;
  private String remoteAddr = "192.0.2.7";
  private boolean secure;
  private boolean asyncSupported = true;
  private Principal containerPrincipal;
  final AsyncContext asyncContext = mock(AsyncContext.class);
  boolean asyncStarted;

  /** What the application gets from the AsyncContext: the container's own request if not told. */
  HttpServletRequest asyncRequest = asServlet();

  ServletResponse asyncResponse;

  private FakeRequest(String method, String uri) {
    this.method = method;
    this.uri = uri;
    this.path = () -> this.uri;
  }

  static FakeRequest of(String method, String uriAndQuery) {
    int mark = uriAndQuery.indexOf('?');
    FakeRequest request =
        new FakeRequest(method, mark < 0 ? uriAndQuery : uriAndQuery.substring(0, mark));
    request.query = mark < 0 ? null : uriAndQuery.substring(mark + 1);
    return request;
  }

  static FakeRequest get(String uriAndQuery) {
    return of("GET", uriAndQuery);
  }

  static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  FakeRequest authorization(String... lines) {
    return header("Authorization", lines);
  }

  FakeRequest bearer(String token) {
    return authorization("Bearer " + token);
  }

  FakeRequest header(String name, String... lines) {
    headers.put(name, Arrays.asList(lines));
    return this;
  }

  /** What the container dispatches on, where it differs from the target as sent. */
  FakeRequest dispatchedAs(String decoded) {
    path = () -> decoded;
    return this;
  }

  FakeRequest dispatchedAs(Supplier<String> decoded) {
    path = decoded;
    return this;
  }

  /** The next dispatch of the same request, its attributes kept. */
  FakeRequest redispatched(DispatcherType type, String newUri) {
    dispatch = type;
    uri = newUri;
    path = () -> newUri;
    return this;
  }

  /** As {@link #redispatched}, where the getters keep describing the caller. */
  FakeRequest including(String target) {
    dispatch = DispatcherType.INCLUDE;
    attributes.put("jakarta.servlet.include.request_uri", target);
    attributes.put("jakarta.servlet.include.servlet_path", target);
    return this;
  }

  FakeRequest dispatch(DispatcherType type) {
    dispatch = type;
    return this;
  }

  FakeRequest from(String address) {
    remoteAddr = address;
    return this;
  }

  FakeRequest secure() {
    secure = true;
    return this;
  }

  FakeRequest withoutAsync() {
    asyncSupported = false;
    return this;
  }

  FakeRequest containerPrincipal(String name) {
    containerPrincipal = () -> name;
    return this;
  }

  HttpServletRequest asServlet() {
    return Fake.of(HttpServletRequest.class, this);
  }

  // What the servlet API asks for.

  public DispatcherType getDispatcherType() {
    return dispatch;
  }

  public String getMethod() {
    return method;
  }

  public String getRequestURI() {
    return uri;
  }

  public String getServletPath() {
    return path.get();
  }

  public String getPathInfo() {
    return null;
  }

  public String getQueryString() {
    return query;
  }

  public String getRemoteAddr() {
    return remoteAddr;
  }

  public boolean isSecure() {
    return secure;
  }

  public boolean isAsyncSupported() {
    return asyncSupported;
  }

  public AsyncContext startAsync() {
    asyncStarted = true;
    return asyncContext;
  }

  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    asyncRequest = (HttpServletRequest) request;
    asyncResponse = response;
    return startAsync();
  }

  public Object getAttribute(String name) {
    return attributes.get(name);
  }

  public void setAttribute(String name, Object value) {
    attributes.put(name, value);
  }

  public String getHeader(String name) {
    List<String> lines = headers.get(name);
    return lines == null ? null : lines.get(0);
  }

  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(headers.getOrDefault(name, List.of()));
  }

  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(headers.keySet());
  }

  public int getIntHeader(String name) {
    String value = getHeader(name);
    return value == null ? -1 : Integer.parseInt(value);
  }

  public long getDateHeader(String name) {
    return getHeader(name) == null ? -1 : 1;
  }

  public Principal getUserPrincipal() {
    return containerPrincipal;
  }

  public String getRemoteUser() {
    return containerPrincipal == null ? null : containerPrincipal.getName();
  }

  public boolean isUserInRole(String role) {
    return containerPrincipal != null;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s %s", dispatch, method, uri);
  }
}
