package dev.pat4j.containers;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The application behind the filter: answers every path and method with the name of the caller, and
 * records that it was called.
 */
public class RecordingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Calls calls;

  /** Records here. */
  public RecordingServlet(Calls calls) {
    this.calls = calls;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Call call = Call.of(request);
    calls.add(call);
    byte[] who = call.who().getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/octet-stream");
    response.setContentLength(who.length);
    response.getOutputStream().write(who);
  }
}
