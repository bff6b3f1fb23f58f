package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.pat4j.testkit.TestClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are published: fetched seldom, kept for a while, and never taken for others. */
class LeakReportKeysTest {

  private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T12:00:00Z"));
  private final Map<String, String> published = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final HttpServer server;
  private final LeakReportKeys keys;
  private volatile int status = 200;

  /** Instead of the list; null for that. */
  private volatile @Nullable String served;

  LeakReportKeysTest() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          String condition = exchange.getRequestHeaders().getFirst("If-None-Match");
          asked.add(String.valueOf(condition));
          String etag = "\"" + published.hashCode() + "\"";
          boolean same = etag.equals(condition) && status == 200;
          byte[] body =
              Optional.ofNullable(served).orElseGet(this::list).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("ETag", etag);
          exchange.sendResponseHeaders(same ? 304 : status, same ? -1 : body.length);
          if (!same) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    keys = LeakReportKeys.publishedAt(address, clock);
    published.put("k1", key("secp256r1"));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String list() {
    StringBuilder list = new StringBuilder("{\"public_keys\":[");
    published.forEach(
        (id, key) ->
            list.append(list.charAt(list.length() - 1) == '[' ? "" : ",")
                .append("{\"key_identifier\":\"")
                .append(id)
                .append("\",\"key\":\"-----BEGIN PUBLIC KEY-----\\n")
                .append(key)
                .append("\\n-----END PUBLIC KEY-----\\n\",\"is_current\":true}"));
    return list.append("]}").toString();
  }

  private static String key(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return Base64.getEncoder().encodeToString(generator.generateKeyPair().getPublic().getEncoded());
  }

  private Optional<String> found(String id) {
    return keys.find(id).map(PublicKey::getEncoded).map(Base64.getEncoder()::encodeToString);
  }

  @Test
  void aKeyIsFetchedOnceAndKept() {
    assertEquals(Optional.of(published.get("k1")), found("k1"));
    clock.advance(Duration.ofMinutes(59));
    assertEquals(Optional.of(published.get("k1")), found("k1"));
    assertEquals(List.of("null"), asked);
  }

  @Test
  void afterAnHourItIsAskedWhetherAnythingChanged() {
    found("k1");
    clock.advance(Duration.ofMinutes(61));
    found("k1");
    found("k1");
    assertEquals(List.of("null", "\"" + published.hashCode() + "\""), asked);
  }

  @Test
  void badIdentifiersFetchNoMoreThanOnceAMinute() {
    for (int second = 0; second < 180; second++) {
      for (int i = 0; i < 20; i++) {
        assertEquals(Optional.empty(), found("bad" + second + "x" + i));
      }
      clock.advance(Duration.ofSeconds(1));
    }
    assertEquals(3, asked.size());
    for (String id : List.of("", "a b", "a\"", "x".repeat(129), "ä")) {
      assertEquals(Optional.empty(), found(id));
    }
    assertEquals(3, asked.size(), "what cannot be one is not asked for");
  }

  @Test
  void aNewKeyIsFoundWithinTheMinuteAndAnOldOneIsGone() throws Exception {
    found("k1");
    published.clear();
    published.put("k2", key("secp256r1"));
    assertEquals(Optional.empty(), found("k2"));
    clock.advance(Duration.ofMinutes(1));
    assertEquals(Optional.of(published.get("k2")), found("k2"));
    assertEquals(Optional.empty(), found("k1"));
  }

  @Test
  void whileNobodyAnswersKnownKeysAreGoodForADayAndUnknownOnesAreNotCalledWrong() {
    found("k1");
    status = 500;
    clock.advance(Duration.ofHours(24));
    assertEquals(Optional.of(published.get("k1")), found("k1"));
    assertThrows(IllegalStateException.class, () -> found("k2"));
    clock.advance(Duration.ofSeconds(1));
    assertThrows(IllegalStateException.class, () -> found("k1"));
    clock.advance(Duration.ofMinutes(1));
    status = 200;
    assertTrue(found("k1").isPresent());
  }

  @Test
  void whatCannotBeReadIsNoKey() throws Exception {
    published.put("other-curve", key("secp384r1"));
    published.put("broken", "AAAA");
    published.put("odd", "!");
    assertTrue(found("k1").isPresent());
    for (String id : List.of("other-curve", "broken", "odd")) {
      assertEquals(Optional.empty(), found(id), id);
    }
  }

  @Test
  void aListThatDoesNotEndIsNotReadToItsEnd() throws Exception {
    HttpServer endless =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicLong sent = new AtomicLong();
    endless.createContext(
        "/keys",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
          try (OutputStream out = exchange.getResponseBody()) {
            while (sent.addAndGet(blanks.length) < 256L << 20) {
              out.write(blanks);
            }
          } catch (IOException hungUp) {
            exchange.close();
          }
        });
    endless.start();
    try {
      LeakReportKeys fetched =
          LeakReportKeys.publishedAt(
              URI.create("http://127.0.0.1:" + endless.getAddress().getPort() + "/keys"), clock);
      assertThrows(IllegalStateException.class, () -> fetched.find("k1"));
    } finally {
      endless.stop(0);
    }
    assertTrue(sent.get() < 64L << 20, sent + " bytes were read of it");
  }

  @Test
  void aRedirectIsNotFollowed() {
    status = 302;
    assertThrows(IllegalStateException.class, () -> found("k1"));
    assertEquals(1, asked.size());
  }

  @Test
  void onlyWebAddressesAreFetched() {
    assertThrows(
        IllegalArgumentException.class,
        () -> LeakReportKeys.publishedAt(URI.create("file:///etc/passwd"), clock));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no JSON",
        "[]",
        "{}",
        "{\"public_keys\":{}}",
        "{\"public_keys\":[],\"public_keys\":[]}"
      })
  void aListThatIsNoneIsAsGoodAsNoAnswer(String body) {
    served = body;
    assertThrows(IllegalStateException.class, () -> found("k1"));
  }

  @Test
  void anEntryThatIsNoUsableKeyCostsNoneOfTheOthers() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    byte[] ofRsa = rsa.generateKeyPair().getPublic().getEncoded();
    published.put("other curve", key("secp384r1"));
    published.put("rsa", Base64.getEncoder().encodeToString(ofRsa));
    published.put("cut", "MFkw");
    published.put("empty", "");
    served = list().replace("[", "[7,{\"key_identifier\":8,\"key\":\"x\"},{\"key\":\"x\"},null,");
    assertEquals(Optional.of(published.get("k1")), found("k1"));
    for (String unusable : List.of("cut", "rsa", "empty")) {
      assertEquals(Optional.empty(), found(unusable), unusable);
    }
  }

  @Test
  void whoeverIsInterruptedWhileHeWaitsIsToldAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    assertThrows(IllegalStateException.class, () -> found("k1"));
    assertTrue(Thread.interrupted());
  }
}
