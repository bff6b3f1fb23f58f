package dev.pat4j.web.github;

/** There is nothing there, or nothing that the caller may know of. */
final class NotFound extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotFound() {
    super("not found", null, false, false);
  }
}
