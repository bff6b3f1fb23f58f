package dev.pat4j.examples.githost;

import org.eclipse.jetty.ee10.servlet.ErrorHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Says the status in one line of plain text, and nothing else: no stack trace, no version, and
 * nothing of the request.
 */
final class PlainErrors extends ErrorHandler {

  private static final String PLAIN = "text/plain;charset=utf-8";

  /** An error drops what the application said of caches; HEAD is then given nothing instead. */
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    return super.handle(request, response, callback);
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return !method.equals("HEAD");
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, PLAIN);
    Content.Sink.write(response, true, line(code), callback);
  }

  private static String line(int status) {
    return status + " " + HttpStatus.getMessage(status) + "\n";
  }
}
