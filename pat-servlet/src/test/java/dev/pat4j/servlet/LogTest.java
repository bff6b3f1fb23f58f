package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pat4j.TokenVerifier;
import dev.pat4j.Verification;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.internal.LogLines;
import dev.pat4j.store.TokenStoreException;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What stands in the log, and what never does; threat 17. */
class LogTest {

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Level levelBefore = root.getLevel();
  private final Host host = new Host();

  @BeforeEach
  void listen() {
    root.setLevel(Level.TRACE);
    events.start();
    root.addAppender(events);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(events);
    root.setLevel(levelBefore);
  }

  /** Every event as a layout prints it, stack traces included. */
  private String log() {
    PatternLayout layout = new PatternLayout();
    layout.setContext(root.getLoggerContext());
    layout.setPattern("%level %logger %mdc %msg%n%ex{full}");
    layout.start();
    StringBuilder log = new StringBuilder();
    events.list.forEach(event -> log.append(layout.doLayout(event)));
    return log.toString();
  }

  @Test
  @DisplayName("threat 17: no token and no header is in any log, answer or exception")
  void secretsAreNowhere() {
    String token = host.token("repo:read");
    String mistyped = token.substring(0, token.length() - 2) + "00";
    StringBuilder seen = new StringBuilder();
    for (String secret : List.of(token, mistyped)) {
      for (String line :
          List.of(
              "Bearer " + secret,
              "token  " + secret,
              "Unknown " + secret,
              secret,
              FakeRequest.basic("ada:" + secret),
              FakeRequest.basic(secret + ":"),
              FakeRequest.basic(secret + ":\n"))) {
        for (String target :
            List.of(
                "/repos/x", "/both", "/nowhere", "/" + secret, "/;" + secret, "/user?" + secret)) {
          for (String method : List.of("GET", "POST", "TRACE", secret)) {
            host.store.broken = null;
            seen.append(told(FakeRequest.of(method, target).authorization(line)));
            seen.append(told(FakeRequest.of(method, target).authorization(line, line)));
            host.store.breakDown();
            seen.append(told(FakeRequest.of(method, target).authorization(line)));
          }
        }
      }
    }
    String log = log();
    assertTrue(log.contains("answering 503"), "something was logged at all");
    for (String secret : List.of(token, mistyped)) {
      assertFalse(log.contains(secret));
      assertFalse(seen.toString().contains(secret));
    }
  }

  private String told(FakeRequest request) {
    Host.Exchange exchange = host.send(request);
    return exchange.response.everything() + exchange.thrown;
  }

  @Test
  @DisplayName("threat 17: an exception that repeats the token is logged without it")
  void exceptionsAreRedacted() {
    TokenVerifier talkative =
        new TokenVerifier() {
          @Override
          public Verification verify(String presented, String clientAddress) {
            IllegalStateException cause =
                new IllegalStateException("no row for " + presented + "\r\nforged line");
            throw new TokenStoreException("failed on " + presented, cause);
          }

          @Override
          public ScopeCatalog scopeCatalog() {
            return Host.SCOPES;
          }
        };
    host.behind(talkative).send(FakeRequest.get("/user").bearer("s3cr3t"));
    String log = log();
    assertFalse(log.contains("s3cr3t"), log);
    assertTrue(log.contains("dev.pat4j.store.TokenStoreException: failed on ***"), log);
    assertTrue(log.contains("java.lang.IllegalStateException: no row for ***??forged line"), log);
    assertTrue(log.contains("LogTest$1.verify"), "the stack trace is there");
    assertFalse(log.contains("\nforged"), log);
  }

  @Test
  @DisplayName("an outage is one error with its trace, for each filter, not one for each request")
  void anOutageDoesNotFillTheLog() {
    String token = host.token("repo");
    host.store.breakDown();
    for (int filter = 1; filter <= 2; filter++) {
      events.list.clear();
      for (int i = 0; i < 7; i++) {
        assertEquals(503, host.send(FakeRequest.get("/user").bearer(token)).status());
      }
      List<ILoggingEvent> errors =
          events.list.stream().filter(event -> event.getLevel() == Level.ERROR).toList();
      assertEquals(1, errors.size());
      assertEquals(
          "a token could not be verified; answering 503", errors.get(0).getFormattedMessage());
      assertTrue(errors.get(0).getThrowableProxy().getStackTraceElementProxyArray().length > 0);
      host.with(settings -> settings);
    }
  }

  @Test
  @DisplayName("row 20: why a request could not even be judged is told")
  void aBrokenThrottleIsToldOf() {
    FailureThrottle broken = mock(FailureThrottle.class);
    when(broken.delay("192.0.2.7")).thenThrow(new IllegalStateException("no count"));
    host.with(filter -> filter.throttle(broken));
    assertEquals(503, host.send(FakeRequest.get("/user").bearer("x")).status());
    assertTrue(log().contains("a request could not be judged; answering 503"), log());
    assertTrue(log().contains("java.lang.IllegalStateException: no count"), log());
  }

  @Test
  void exceptionsWithoutAMessageOrWithACircleAreLogged() {
    RuntimeException circle = new IllegalStateException((String) null);
    circle.initCause(new IllegalArgumentException("beneath", circle));
    String token = host.token("repo");
    host.store.broken = circle;
    assertEquals(503, host.send(FakeRequest.get("/user").bearer(token)).status());
    assertTrue(log().contains("java.lang.IllegalStateException"), log());
  }

  @Test
  @DisplayName("threat 17: nothing of a request can break a line of the log")
  void requestsForgeNoLines() {
    host.send(FakeRequest.of("GET\r\nforged", "/repos/x"));
    host.send(
        FakeRequest.get("/repos/x\r\nforged")
            .authorization(FakeRequest.basic("eve\u2028\r\nforged:x")));
    assertFalse(log().contains("forged"), log());
    assertTrue(log().contains("REQUEST refused: NO_CREDENTIALS"), log());
    for (ILoggingEvent event : events.list) {
      assertTrue(
          event.getFormattedMessage().chars().allMatch(c -> c >= 0x20 && c <= 0x7E),
          event.getFormattedMessage());
    }
  }

  @Test
  @DisplayName("refusals are no news: nothing above DEBUG, and nothing at all for what passes")
  void refusalsAreQuiet() {
    host.send(FakeRequest.get("/repos/x"));
    host.send(FakeRequest.get("/repos/x").bearer("x"));
    host.send(FakeRequest.get("/repos/x;y"));
    assertTrue(events.list.stream().allMatch(event -> event.getLevel() == Level.DEBUG));
    String token = host.token("repo");
    events.list.clear();
    host.send(FakeRequest.get("/repos/x").bearer(token));
    host.send(FakeRequest.get("/status"));
    assertEquals(
        List.of(),
        events.list.stream()
            .filter(event -> event.getLoggerName().startsWith("dev.pat4j.servlet"))
            .toList());
  }

  @Test
  @DisplayName("refusals name the token's id, never more")
  void refusalsNameTheId() {
    var issued = host.issue(request -> request.scopes("repo"));
    host.tokens.ownedBy("ada").revoke(issued.token().id(), "lost");
    host.send(FakeRequest.get("/user").bearer(issued.secret().reveal()));
    assertTrue(
        log().contains("Rejected[REVOKED, id=" + issued.token().id() + "], client 192.0.2.7"),
        log());
  }

  @Test
  @DisplayName("a missing scope is told with the rule, the scopes it wants and those that are held")
  void missingScopesAreTold() {
    var none = host.issue(request -> request.scopes());
    var two = host.issue(request -> request.scopes("repo:read", "user"));
    String secret = two.secret().reveal();
    host.send(FakeRequest.of("HEAD", "/repos/" + secret).bearer(none.secret().reveal()));
    host.send(FakeRequest.of("DELETE", "/repos/" + secret).bearer(secret));
    host.send(FakeRequest.get("/git/r.git/git-receive-pack").bearer(secret));
    assertEquals(
        List.of(
            "REQUEST refused: INSUFFICIENT_SCOPE: rule 'require GET /repos/* repo:read' wants"
                + " [repo:read], token "
                + none.token().id()
                + " holds []",
            "REQUEST refused: INSUFFICIENT_SCOPE: rule 'require /repos/* repo' wants [repo], token "
                + two.token().id()
                + " holds [repo:read, user]",
            "REQUEST refused: INSUFFICIENT_SCOPE: rule 'git /git/* repo:read repo' wants [repo],"
                + " token "
                + two.token().id()
                + " holds [repo:read, user]"),
        refusals());
  }

  @Test
  @DisplayName("so is one that a handler asks for, which used to be told nowhere")
  void scopesThatAHandlerAsksForAreTold() {
    host.application =
        (passed, response) -> RequireScopes.of("repo", "user").admits(passed, response);
    var issued = host.issue(request -> request.scopes("repo:read"));
    host.send(FakeRequest.get("/user").bearer(issued.secret().reveal()));
    host.send(FakeRequest.get("/status"));
    assertEquals(
        List.of(
            "REQUEST refused: INSUFFICIENT_SCOPE: RequireScopes[repo, user] wants [repo, user],"
                + " token "
                + issued.token().id()
                + " holds [repo:read]",
            "REQUEST refused: NO_CREDENTIALS"),
        refusals());
  }

  @Test
  @DisplayName("a rule is told in one line of visible ASCII, whatever is in its pattern")
  void rulesAreToldInOneLine() {
    Requirement odd =
        Requirement.of(Host.SCOPES.of("repo"), "rule 'require /b\u00fc\u202e/* repo'");
    assertEquals("rule 'require /b??/* repo' wants [repo]", odd.toString());
  }

  /** At the level of every refusal. */
  private List<String> refusals() {
    return events.list.stream()
        .filter(event -> event.getLevel() == Level.DEBUG)
        .map(ILoggingEvent::getFormattedMessage)
        .filter(message -> message.contains(" refused: "))
        .toList();
  }

  @Test
  @DisplayName("an application that lets shared caches in is warned about, once")
  void sharedCachesAreWarnedAbout() {
    FakeRequest request = FakeRequest.get("/user").bearer(host.token("repo"));
    for (String harmless :
        List.of("private, must-revalidate", "no-cache, max-age=0, must-revalidate", "max-age=60")) {
      host.application = (passed, response) -> response.setHeader("Cache-Control", harmless);
      host.send(request);
    }
    assertEquals(0, warnings());
    for (String sharing : List.of("Public, max-age=60", "s-maxage=60", "must-revalidate")) {
      Host fresh = new Host();
      fresh.application = (passed, response) -> response.addHeader("cache-control", sharing);
      FakeRequest again = FakeRequest.get("/user").bearer(fresh.token("repo"));
      events.list.clear();
      fresh.send(again);
      assertEquals(1, warnings(), sharing);
      fresh.send(again);
      assertEquals(1, warnings(), sharing);
      fresh.send(FakeRequest.get("/status"));
      assertEquals(1, warnings(), sharing);
    }
  }

  private long warnings() {
    return events.list.stream().filter(event -> event.getLevel() == Level.WARN).count();
  }

  @Test
  @DisplayName("CVE-2026-22753: a pattern that repeats the context path is warned about at start")
  void patternsWithTheContextPath() throws Exception {
    TokenAuthenticationFilter filter =
        host.filter(
            f -> f.rules(AccessRules.builder().open("/app/x").open("/app").open("/apple").build()));
    FilterConfig config = mock(FilterConfig.class);
    ServletContext context = mock(ServletContext.class);
    when(config.getServletContext()).thenReturn(context);
    when(context.getContextPath()).thenReturn("/app");
    filter.init(config);
    assertEquals(1, warnings());
    assertTrue(log().contains("rule pattern /app/x begins with the context path"), log());
    assertTrue(log().contains("stands for /app/app/x"), log());
    events.list.clear();
    when(context.getContextPath()).thenReturn("");
    filter.init(config);
    assertEquals(0, warnings());
  }

  @Test
  void longTextIsCut() {
    assertEquals("a".repeat(200) + "...", LogLines.printable("a".repeat(201)));
    assertEquals("a".repeat(200), LogLines.printable("a".repeat(200)));
    assertEquals(" ~??", LogLines.printable(" ~\u007F\u001F"));
  }

  @Test
  void whatIsAttachedToARequestShowsNoOwner() {
    FakeRequest request = FakeRequest.get("/user").bearer(host.token("repo"));
    var id = TokenAuthenticationFilter.tokenOf(host.send(request).passed).orElseThrow().id();
    assertEquals("token " + id, Standing.of(request.asServlet()).orElseThrow().toString());
    FakeRequest open = FakeRequest.get("/status");
    host.send(open);
    assertEquals("anonymous", Standing.of(open.asServlet()).orElseThrow().toString());
  }

  @Test
  @DisplayName("threat 17: so is a checked one that a verifier in another language throws; 503")
  void uncheckedCheckedExceptionsAreRedacted() {
    TokenVerifier sneaky = mock(TokenVerifier.class);
    when(sneaky.scopeCatalog()).thenReturn(Host.SCOPES);
    when(sneaky.verify("s3cr3t", "192.0.2.7"))
        .thenAnswer(
            call -> {
              throw new IOException("no row for s3cr3t");
            });
    Host.Exchange exchange = host.behind(sneaky).send(FakeRequest.get("/user").bearer("s3cr3t"));
    assertEquals(503, exchange.status());
    assertFalse(exchange.reachedApplication());
    assertFalse(log().contains("s3cr3t"), log());
    assertTrue(log().contains("no row for ***"), log());
  }
}
