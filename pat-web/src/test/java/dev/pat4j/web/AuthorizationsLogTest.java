package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.ADA;
import static dev.pat4j.web.AuthorizationsLab.array;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AuthorizationsLogTest {

  @Test
  @DisplayName("threat 17: no token and no password is in the log, whatever route breaks")
  void noSecretIsLogged() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("dev.pat4j");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    log.setLevel(Level.TRACE);
    String token;
    try (AuthorizationsLab api = new AuthorizationsLab()) {
      String path = "/authorizations/" + api.created(ADA, "{\"note\":\"laptop\"}").getInt("id");
      token = api.granted(ADA, "").getString("token");
      assertEquals(2, array(api.get(ADA, "/authorizations")).size());
      for (boolean broken : new boolean[] {true, false}) {
        api.web.storeBroken = broken;
        for (String[] route : AuthorizationsRoutes.all(path, token)) {
          api.send(route[0], route[1], route[2], route[3]);
        }
      }
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }

    assertFalse(lines.list.isEmpty(), "what broke is told");
    for (ILoggingEvent line : List.copyOf(lines.list)) {
      String text =
          line.getFormattedMessage() + ThrowableProxyUtil.asString(line.getThrowableProxy());
      for (String secret : List.of(token, FakeHost.ADA, "demo-secret", "ghp_")) {
        assertFalse(text.contains(secret), text);
      }
    }
    assertTrue(token.startsWith("ghp_"));
  }
}
