package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenVerifier;
import dev.pat4j.Verification;
import dev.pat4j.containers.Answer;
import dev.pat4j.containers.Carrier;
import dev.pat4j.containers.Handler;
import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.LogCapture;
import dev.pat4j.containers.RecordingServlet;
import dev.pat4j.containers.WatchedStore.Trouble;
import dev.pat4j.containers.WebApp;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Where a token must not turn up: in any line that this library or, at its usual level, the
 * container logs, in any answer, and in whatever the application can print of a request.
 */
@DisplayName("threat 17: raw tokens in logs and URLs (CodeIgniter Shield, Headscale, Rudder)")
class SecretsTest extends HostTest {

  private LogCapture log = new LogCapture();

  @Override
  protected WebApp[] applications() {
    return new WebApp[] {
      application("", filter()),
      application("/indiscreet", TokenAuthenticationFilter.builder(indiscreet()).rules(rules()))
    };
  }

  @Override
  protected void addServlets(ServletContext context) {
    add(context, new RecordingServlet(calls), "/*");
    add(context, new Handler((request, response) -> failure()), "/api/failure");
    add(
        context,
        new Handler((request, response) -> response.getWriter().print(printed(request))),
        "/api/print");
  }

  @BeforeEach
  void listen() {
    log.close();
    log = new LogCapture();
  }

  @AfterEach
  void stopListening() {
    log.close();
    library.store().set(Trouble.NONE);
  }

  @Test
  void noTokenIsLoggedOrAnsweredWhateverBecomesOfIt() throws IOException {
    for (String token : library.named().values()) {
      for (Carrier carrier : Carrier.values()) {
        for (String path : List.of("/me", "/admin/x", "/nowhere", "/admin;/x", "/open")) {
          assertClean(ask("GET", path, carrier.carry(token)));
        }
        assertClean(ask("GET", "/me", carrier.carry(token), carrier.carry(token)));
        assertClean(ask("GET", "/me", carrier.carry(token + "\t")));
        assertClean(ask("GET", "/me", carrier.carry(token + " x")));
      }
    }
    assertTrue(
        log.lines().stream().anyMatch(line -> line.startsWith("dev.pat4j")),
        "nothing was logged, so nothing was shown");
    assertNothingLogged();
  }

  @Test
  void noTokenIsLoggedWhenSomethingBreaks() throws IOException {
    for (Carrier carrier : Carrier.values()) {
      String line = carrier.carry(library.token("read"));
      for (Trouble trouble : Trouble.values()) {
        library.store().set(trouble);
        assertClean(ask("GET", "/me", line));
      }
      library.store().set(Trouble.NONE);
      assertClean(ask("GET", "/api/failure", line));
      assertClean(ask("GET", "/indiscreet/me", line));
    }
    assertFalse(log.lines().isEmpty(), "nothing was logged, so nothing was shown");
    assertNothingLogged();
  }

  @Test
  void theApplicationCanPrintTheRequestWithoutTheToken() throws IOException {
    Answer answer = get("/api/print", "read");

    assertEquals(200, answer.status());
    assertTrue(answer.body().contains("ada"), answer::body);
    assertClean(answer);
  }

  private void assertClean(Answer answer) {
    for (String token : library.named().values()) {
      assertFalse(answer.toString().contains(token), answer::toString);
    }
  }

  private void assertNothingLogged() {
    for (String line : log.lines()) {
      for (String token : library.named().values()) {
        assertFalse(line.contains(token), line);
      }
      assertFalse(line.contains("Authorization"), line);
    }
  }

  /** All that an application that traces its requests would write down, headers left out. */
  private static String printed(HttpServletRequest request) {
    List<String> printed = new ArrayList<>();
    printed.add(String.valueOf(request.getUserPrincipal()));
    printed.add(TokenAuthenticationFilter.tokenOf(request).toString());
    printed.add(TokenAuthenticationFilter.verifiedOf(request).toString());
    for (String name : Collections.list(request.getAttributeNames())) {
      if (name.startsWith("dev.pat4j")) {
        printed.add(name + " = " + request.getAttribute(name));
      }
    }
    return String.join("\n", printed);
  }

  private static void failure() {
    throw new IllegalStateException("on purpose");
  }

  /** A verifier of a host that puts the token into its messages, and into those beneath. */
  private TokenVerifier indiscreet() {
    return new TokenVerifier() {
      @Override
      public Verification verify(@Nullable String presented, @Nullable String clientAddress) {
        IllegalStateException cause = new IllegalStateException("no row for " + presented);
        IllegalStateException failure = new IllegalStateException("failed: " + presented, cause);
        failure.addSuppressed(new IllegalStateException("and " + presented));
        throw failure;
      }

      @Override
      public ScopeCatalog scopeCatalog() {
        return library.tokens().scopeCatalog();
      }
    };
  }
}
