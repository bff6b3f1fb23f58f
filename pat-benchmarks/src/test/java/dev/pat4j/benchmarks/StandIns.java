package dev.pat4j.benchmarks;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/**
 * Requests and responses that cost about what a container's do: fields for what was sent, a list of
 * headers that is searched, a map of attributes. What filters seldom ask goes to a mock that all
 * share. With mocks alone, most of a measurement would be theirs: they make a map entry, a holder
 * and a stream for each header.
 */
final class StandIns {

  private static final MockHttpServletRequest SELDOM_ASKED =
      new MockHttpServletRequest("GET", "/api/repos/7");
  private static final MockHttpServletResponse SELDOM_TOLD = new MockHttpServletResponse();

  private StandIns() {}

  static HttpServletRequest request(String path, String authorization) {
    return new Request(path, authorization);
  }

  static HttpServletResponse response() {
    return new Response();
  }

  private static final class Request extends HttpServletRequestWrapper {
    private final String path;
    private final Headers headers = new Headers();
    private final Map<String, Object> attributes = new HashMap<>();

    Request(String path, String authorization) {
      super(SELDOM_ASKED);
      this.path = path;
      headers.add("Host", "localhost");
      headers.add("Accept", "*/*");
      headers.add("Authorization", authorization);
    }

    @Override
    public String getMethod() {
      return "GET";
    }

    @Override
    public String getRequestURI() {
      return path;
    }

    @Override
    public String getServletPath() {
      return path;
    }

    @Override
    public String getPathInfo() {
      return null;
    }

    @Override
    public String getQueryString() {
      return null;
    }

    @Override
    public DispatcherType getDispatcherType() {
      return DispatcherType.REQUEST;
    }

    @Override
    public String getRemoteAddr() {
      return "192.0.2.7";
    }

    @Override
    public String getHeader(String name) {
      return headers.first(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return Collections.enumeration(headers.all(name));
    }

    @Override
    public Object getAttribute(String name) {
      return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
      attributes.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
      attributes.remove(name);
    }
  }

  private static final class Response extends HttpServletResponseWrapper {
    private final Headers headers = new Headers();
    private int status = SC_OK;

    Response() {
      super(SELDOM_TOLD);
    }

    @Override
    public void setStatus(int status) {
      this.status = status;
    }

    @Override
    public int getStatus() {
      return status;
    }

    @Override
    public boolean isCommitted() {
      return false;
    }

    @Override
    public boolean containsHeader(String name) {
      return headers.first(name) != null;
    }

    @Override
    public String getHeader(String name) {
      return headers.first(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
      return headers.all(name);
    }

    @Override
    public void setHeader(String name, String value) {
      headers.set(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
      headers.add(name, value);
    }
  }

  /** Names and values in turn. */
  private static final class Headers {
    private final List<String> fields = new ArrayList<>(16);

    String first(String name) {
      for (int i = 0; i < fields.size(); i += 2) {
        if (fields.get(i).equalsIgnoreCase(name)) {
          return fields.get(i + 1);
        }
      }
      return null;
    }

    List<String> all(String name) {
      List<String> values = List.of();
      for (int i = 0; i < fields.size(); i += 2) {
        if (fields.get(i).equalsIgnoreCase(name)) {
          values = values.isEmpty() ? List.of(fields.get(i + 1)) : plus(values, fields.get(i + 1));
        }
      }
      return values;
    }

    private static List<String> plus(List<String> values, String value) {
      List<String> more = new ArrayList<>(values);
      more.add(value);
      return more;
    }

    void set(String name, String value) {
      for (int i = fields.size() - 2; i >= 0; i -= 2) {
        if (fields.get(i).equalsIgnoreCase(name)) {
          fields.subList(i, i + 2).clear();
        }
      }
      add(name, value);
    }

    void add(String name, String value) {
      fields.add(name);
      fields.add(value);
    }
  }
}
