package dev.pat4j.examples.githost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import dev.pat4j.examples.githost.Mounted.Guard;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.session.ManagedSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Every route, rightly and wrongly, with the store up and down; then the search for secrets. */
class WalkLeaksTest {

  private static final Pattern TOKEN = Pattern.compile("demo_[0-9A-Za-z]{36}");

  /** Its DEBUG is a copy of what is on the wire, headers and all; whoever turns it on has that. */
  private static final String CONTAINER = "org.eclipse.jetty";

  @TempDir Path data;
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Level usual = root.getLevel();
  private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
  private final Set<String> tokens = new TreeSet<>();
  private final List<Executable> checks = new ArrayList<>();
  private final StringBuilder happened = new StringBuilder();
  private Walk walk;

  @BeforeEach
  void listen() throws Exception {
    lines.start();
    root.iteratorForAppenders().forEachRemaining(others::add);
    others.forEach(root::detachAppender);
    root.addAppender(lines);
    root.setLevel(Level.DEBUG);
    ((Logger) LoggerFactory.getLogger(CONTAINER)).setLevel(Level.INFO);
    walk = new Walk(data);
  }

  @AfterEach
  void stop() throws Exception {
    walk.close();
    root.detachAppender(lines);
    others.forEach(root::addAppender);
    root.setLevel(usual);
  }

  @Test
  @DisplayName("threat 17: a secret is in the answer that made it, and nowhere else")
  void noSecretLeaks() throws Exception {
    for (boolean down : new boolean[] {false, true}) {
      for (Mounted route : walk.routes) {
        for (String method : Walk.METHODS) {
          happened.append(events());
          walk.host.host().tokens().ownedBy("ada").deleteAll();
          walk.renew();
          known(walk.adas.text());
          known(walk.granted.text());
          walk.host.store.down(down);
          rightly(route, method);
          wrongly(route, method);
          walk.host.store.down(false);
        }
      }
    }
    assertAll(checks);

    assertTrue(tokens.size() > 200, "only " + tokens.size() + " were made");
    assertFalse(lines.list.isEmpty(), "what broke is told");
    for (ILoggingEvent line : List.copyOf(lines.list)) {
      assertNoSecret(
          line.getLoggerName(),
          line.getFormattedMessage() + ThrowableProxyUtil.asString(line.getThrowableProxy()));
    }
    assertNoSecret("access.log", Files.readString(data.resolve("access.log")));
    assertTrue(happened.length() > 10_000, happened.toString());
    assertNoSecret("events", happened.toString());
    assertNoSecret("session", sessions());
  }

  private void rightly(Mounted route, String method) throws Exception {
    String body = walk.body(route, method);
    judge(route, body, walk.rightfully(route, method));
  }

  /** A token where none belongs: in the path, the query, a name, a body, a second header. */
  private void wrongly(Mounted route, String method) throws Exception {
    String token = walk.adas.text();
    String asked = "?access_token=" + token + "&name=" + token + "&q=" + token;
    String body = walk.body(route, method).isEmpty() ? "" : "{\"name\":7,\"x\":\"" + token + "\"}";
    var client = route.guard() == Guard.SESSION ? walk.ada() : walk.nobody();
    for (HttpResponse<String> answer :
        List.of(
            walk.send(client, method, walk.path(route) + asked, body, Map.of()),
            walk.send(client, method, walk.path(route) + "/" + token, body, Map.of()),
            walk.send(
                client,
                method,
                walk.path(route),
                body,
                Map.of("Authorization", "Bearer  " + token + "\u00e9", "X-GitHub-OTP", token)),
            walk.send(
                client,
                method,
                walk.path(route),
                body,
                Map.of("Authorization", TestHost.basic(token, TestHost.ADAS_PASSWORD))))) {
      if (route.guard() != Guard.SESSION) { // the page shows a filter as it was typed
        judge(route, "", answer);
      }
    }
  }

  /** One that was there before is not told again, but to whoever has just shown it. */
  private void judge(Mounted route, String sent, HttpResponse<String> answer) {
    String said = answer.body() + answer.headers().map();
    Matcher found = TOKEN.matcher(said);
    Set<String> before = Set.copyOf(tokens);
    while (found.find()) {
      String token = found.group();
      boolean shown = (sent + answer.request().uri()).contains(token);
      checks.add(() -> assertTrue(shown || !before.contains(token), answer + " tells " + token));
      known(token);
    }
    boolean mayHash =
        route.path().matches("(/api/v3)?/(authorizations|applications).*|/leak-reports");
    if (!mayHash) {
      before.forEach(token -> checks.add(() -> assertFalse(said.contains(hex(token)), said)));
    }
    for (String secret : passwords()) {
      checks.add(() -> assertFalse(said.contains(secret), answer + " tells " + secret));
    }
  }

  private void known(String token) {
    tokens.add(token);
  }

  private static List<String> passwords() {
    return List.of(
        TestHost.ADAS_PASSWORD,
        TestHost.GRACES_PASSWORD,
        "demo-secret",
        Walk.LEAK_SECRET,
        TestHost.asAda().substring(6),
        Walk.DEMO.substring(6));
  }

  private void assertNoSecret(String where, String text) {
    assertEquals(List.of(), TOKEN.matcher(text).results().map(hit -> where + text).toList());
    passwords().forEach(secret -> assertFalse(text.contains(secret), () -> where + ": " + text));
    for (String token : tokens) {
      assertFalse(text.contains(token.substring(5)), () -> where + ": " + text);
      assertFalse(text.contains(hex(token)), () -> where + ": " + text);
      assertFalse(
          text.contains(Base64.getEncoder().encodeToString(sha256(token))), () -> where + text);
    }
  }

  private String events() {
    StringBuilder all = new StringBuilder();
    for (String owner : List.of("ada", "grace")) {
      walk.host
          .host()
          .tokens()
          .ownedBy(owner)
          .list()
          .forEach(token -> all.append(walk.host.events.latest(owner, token.id(), 1_000)));
    }
    return all.toString();
  }

  private String sessions() throws Exception {
    StringBuilder all = new StringBuilder();
    ManagedSession session =
        walk.host.host().context().getSessionHandler().getManagedSession(walk.session());
    for (String name : session.getAttributeNameSet()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(session.getAttribute(name));
      }
      all.append(name).append(session.getAttribute(name)).append(bytes.toString(ISO_8859_1));
    }
    assertTrue(all.indexOf("dev.pat4j.web.settings") >= 0, all.toString());
    return all.toString();
  }

  private static String hex(String token) {
    return HexFormat.of().formatHex(sha256(token));
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
