package dev.pat4j.web.http;

/** The host's own code threw when it was asked: nobody is let in, and the answer is 503. */
public final class HostFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what it threw. */
  public HostFailure(RuntimeException cause) {
    super("the host broke when it was asked", cause);
  }
}
