package dev.pat4j.web.settings;

import static java.util.Objects.requireNonNull;

import dev.pat4j.servlet.internal.OutageLog;
import dev.pat4j.web.WebHost;
import dev.pat4j.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host, whose exceptions are 503. */
final class HostAnswers {

  private static final Logger log = LoggerFactory.getLogger(HostAnswers.class);

  private final OutageLog outages = new OutageLog(log);
  private final WebHost host;

  HostAnswers(WebHost host) {
    this.host = host;
  }

  Optional<String> signedIn(HttpServletRequest request) {
    return asked(() -> host.signedIn(request));
  }

  Optional<URI> signInPage(HttpServletRequest request, String returnTo) {
    return asked(() -> host.signInPage(request, returnTo));
  }

  Optional<Instant> provenAt(HttpServletRequest request) {
    return asked(() -> host.provenAt(request));
  }

  Optional<URI> proofPage(HttpServletRequest request, String returnTo) {
    return asked(() -> host.proofPage(request, returnTo));
  }

  private <T> Optional<T> asked(Supplier<Optional<T>> question) {
    try {
      return requireNonNull(question.get(), "what the host answered");
    } catch (RuntimeException e) {
      outages.failed("The host failed to say who is signed in; nobody is let in", e);
      throw new Refusal(503, "refused.unavailable");
    }
  }
}
