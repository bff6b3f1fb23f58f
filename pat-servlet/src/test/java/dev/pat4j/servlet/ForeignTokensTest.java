package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pat4j.ForeignFormat;
import dev.pat4j.TokenImport;
import dev.pat4j.TokenListener;
import dev.pat4j.hash.TokenHasher;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tokens that an older system made come in by every carrier, and are in no log. */
class ForeignTokensTest {

  private static final String HASHED = "old.17~0123456789abcdefghijklmnopqrstuvwxyz+/AZ==";
  private static final String REFERRED = "old.18-abcdefghijklmnopqrstuvwxyz0123456789";

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Level levelBefore = root.getLevel();
  private boolean down;
  private final Host host =
      new Host(b -> b.foreignFormat(new Old()).listener(TokenListener.slf4j()));

  private final class Old implements ForeignFormat {
    @Override
    public boolean hasShape(String presented) {
      return presented.startsWith("old.");
    }

    @Override
    public Optional<String> find(String presented) {
      if (down) {
        throw new IllegalStateException("the old table is down, asked for " + presented);
      }
      return presented.endsWith("abcdefghijklmnopqrstuvwxyz0123456789")
          ? Optional.of("18")
          : Optional.empty();
    }
  }

  @BeforeEach
  void importAndListen() {
    byte[] sha256 = TokenHasher.sha256().digest(HASHED).toBytes();
    host.tokens
        .administration()
        .importToken(token().sha256(HexFormat.of().formatHex(sha256)).build());
    host.tokens.administration().importToken(token().reference("18").build());
    root.setLevel(Level.TRACE);
    events.start();
    root.addAppender(events);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(events);
    root.setLevel(levelBefore);
  }

  private static TokenImport.Builder token() {
    return TokenImport.forOwner("ada", Host.START).scopes("repo:read").neverExpires();
  }

  private int get(String target, String authorization) {
    return host.send(FakeRequest.get(target).authorization(authorization)).status();
  }

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
  @DisplayName("threats 1, 17: every carrier lets them through alike, and no log shows them")
  void everyCarrierLetsThemThrough() {
    for (String text : List.of(HASHED, REFERRED)) {
      for (String line :
          List.of(
              "Bearer " + text,
              "token " + text,
              FakeRequest.basic("ada:" + text),
              FakeRequest.basic(text + ":"),
              FakeRequest.basic(text + ":x-oauth-basic"),
              FakeRequest.basic("x-access-token:" + text),
              FakeRequest.basic(":" + text))) {
        assertEquals(200, get("/repos/x", line));
        assertEquals(200, get("/git/x.git/info/refs?service=git-upload-pack", line));
        assertEquals(403, get("/both", line));
        assertEquals(403, get("/nowhere", line));
      }
      assertEquals(401, get("/repos/x", "Bearer " + text.replace("abc", "abd")));
    }
    host.tokens.flush();
    down = true;
    assertEquals(
        200, get("/repos/x", "Bearer " + REFERRED), "re-keyed: the old table is not asked");
    assertEquals(503, get("/repos/x", "Bearer old.19-unknown-to-the-new-table"));
    host.store.breakDown();
    assertEquals(503, get("/repos/x", FakeRequest.basic("ada:" + HASHED)));

    String log = log();
    assertTrue(log.contains("failed at find: java.lang.IllegalStateException"), log);
    for (String part : List.of(HASHED, REFERRED, "0123456789abcdef", "unknown-to-the-new")) {
      assertFalse(log.contains(part), log);
    }
  }

  @Test
  void aUserNameCanStillBeRequiredOfThem() {
    host.with(filter -> filter.userNames(UserNamePolicy.mustMatchOwner()));

    assertEquals(200, get("/repos/x", FakeRequest.basic("ada:" + REFERRED)));
    assertEquals(401, get("/repos/x", FakeRequest.basic("bob:" + REFERRED)));
    assertEquals(401, get("/repos/x", FakeRequest.basic(REFERRED + ":")));
    assertEquals(200, get("/repos/x", "Bearer " + REFERRED));
  }

  @Test
  @DisplayName("what RFC 6750 does not let into a Bearer header is let in as a password")
  void othersThanBearerTokensComeAsPasswords() {
    String text = "old.19:{a b}";
    byte[] sha256 = TokenHasher.sha256().digest(text).toBytes();
    host.tokens.administration().importToken(token().sha256(sha256).build());

    assertEquals(401, get("/repos/x", "Bearer " + text));
    assertEquals(200, get("/repos/x", FakeRequest.basic("ada:" + text)));
    assertEquals(401, get("/repos/x", FakeRequest.basic("ada:" + text + "\u0000")));
    assertEquals(401, get("/repos/x", FakeRequest.basic("ada:" + text + "é")));
  }

  @Test
  @DisplayName("threat 31: what has not their shape asks neither the store nor the old table")
  void junkCostsNothing() {
    down = true;
    host.store.forget();
    for (String junk : List.of("Bearer x", FakeRequest.basic("ada:old"), "Bearer oldish.19")) {
      assertEquals(401, get("/repos/x", junk));
    }
    assertEquals(0, host.store.calls());
  }
}
