package dev.pat4j.containers;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet in a lambda. */
public final class Handler extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient Body body;

  /** Does this for every method. */
  public Handler(Body body) {
    this.body = body;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    body.handle(request, response);
  }

  /** What a servlet does. */
  @FunctionalInterface
  public interface Body {

    /** Answers a request. */
    void handle(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException;
  }
}
