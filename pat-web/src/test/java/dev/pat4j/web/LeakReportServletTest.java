package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.TokenEvent;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.store.TokenStoreException;
import dev.pat4j.web.leak.Leak;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Reports of leaks: who may make them, and what becomes of the tokens. */
class LeakReportServletTest {

  private static final String SECRET = "a shared secret of a scanner";
  private static final String URL = "https://github.com/ada/notes/blob/1b2c3d/deploy.sh";

  private final List<TokenEvent.Revoked> told = new ArrayList<>();
  private final Map<String, PublicKey> published = new ConcurrentHashMap<>();
  private final KeyPair pair = p256();
  private final WebLab lab =
      new WebLab(
          "/",
          builder ->
              builder.listener(
                  event -> {
                    if (event instanceof TokenEvent.Revoked revoked) {
                      told.add(revoked);
                    }
                  }));

  LeakReportServletTest() throws Exception {
    published.put("k1", pair.getPublic());
    LeakReportServlet servlet =
        LeakReportServlet.builder(lab.tokens)
            .signedBy(this::key)
            .sharedSecret("an older one of the same scanner")
            .sharedSecret(SECRET)
            .mostEntries(50)
            .build();
    lab.start(context -> context.addServlet(new ServletHolder(servlet), "/leaks"));
  }

  private Optional<PublicKey> key(String identifier) {
    if (published.isEmpty()) {
      throw new IllegalStateException("the keys cannot be had");
    }
    return Optional.ofNullable(published.get(identifier));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static KeyPair p256() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private String issue() {
    return lab.tokens
        .issue(TokenRequest.forOwner("ada").name("laptop").neverExpires().build())
        .secret()
        .reveal();
  }

  private static JsonObject entry(String token, String url) {
    return Json.createObjectBuilder()
        .add("token", token)
        .add("type", "acme_api_token")
        .add("url", url)
        .add("source", "content")
        .build();
  }

  private static String report(JsonObject... entries) {
    JsonArrayBuilder report = Json.createArrayBuilder();
    for (JsonObject entry : entries) {
      report.add(entry);
    }
    return report.build().toString();
  }

  private static String signature(PrivateKey key, String body) throws Exception {
    Signature ecdsa = Signature.getInstance("SHA256withECDSA");
    ecdsa.initSign(key);
    ecdsa.update(body.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(ecdsa.sign());
  }

  private static String hmac(String secret, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] sum = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
    return "sha256=" + HexFormat.of().formatHex(sum);
  }

  private HttpRequest.Builder post(String body) {
    return lab.to("/leaks")
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpResponse<String> signed(String body) throws Exception {
    return lab.send(
        post(body)
            .header("Github-Public-Key-Identifier", "k1")
            .header("Github-Public-Key-Signature", signature(pair.getPrivate(), body)));
  }

  private static List<String> labels(HttpResponse<String> answer) {
    assertEquals(200, answer.statusCode(), answer.body());
    JsonArray list = Json.createReader(new StringReader(answer.body())).readArray();
    return list.getValuesAs(JsonObject.class).stream().map(e -> e.getString("label")).toList();
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private boolean isAlive(String token) {
    return lab.tokens.administration().inspect(token) instanceof Verified;
  }

  @Test
  void aLeakedTokenIsRevokedAndItsOwnerCanBeTold() throws Exception {
    String token = issue();
    HttpResponse<String> answer = signed(report(entry(token, URL), entry("some_token", "")));

    assertEquals(List.of("true_positive", "false_positive"), labels(answer));
    assertFalse(isAlive(token));
    TokenEvent.Revoked event = told.get(0);
    assertEquals(1, told.size());
    assertEquals("ada", event.token().owner());
    assertEquals("secret scanning", event.token().revocation().orElseThrow().by());
    assertEquals(
        "leaked: acme_api_token at " + URL, event.token().revocation().orElseThrow().reason());
    assertTrue(event.token().lastUsedAt().isEmpty(), "to look is no use");
  }

  @Test
  @DisplayName("threat 17: the answer names what was found by its hash, and never by itself")
  void theAnswerIsInTheFormThatIsDocumented() throws Exception {
    String token = issue();
    HttpResponse<String> answer = signed(report(entry(token, URL)));
    assertEquals(
        "[{\"token_hash\":\""
            + sha256(token)
            + "\",\"token_type\":\"acme_api_token\",\"label\":\"true_positive\"}]",
        answer.body());
    assertEquals(Optional.of("no-store"), answer.headers().firstValue("Cache-Control"));
  }

  @Test
  void aReportThatComesAgainIsAnsweredAgain() throws Exception {
    String body = report(entry(issue(), URL));
    assertEquals(List.of("true_positive"), labels(signed(body)));
    assertEquals(List.of("true_positive"), labels(signed(body)));
    assertEquals(1, told.size());
    assertEquals(List.of(), labels(signed("[]")));
  }

  @Test
  void anotherScannerSignsWithASharedSecret() throws Exception {
    String token = issue();
    String body = report(entry(token, URL));
    String right = hmac(SECRET, body);
    for (String wrong :
        List.of(
            hmac("another secret altogether", body),
            right.substring(7),
            right.substring(0, right.length() - 2),
            "sha256=",
            "sha1=" + right.substring(7),
            "")) {
      HttpResponse<String> answer = lab.send(post(body).header("X-Hub-Signature-256", wrong));
      assertEquals(403, answer.statusCode(), wrong);
    }
    assertTrue(isAlive(token));
    assertEquals(
        List.of("true_positive"),
        labels(lab.send(post(body).header("X-Hub-Signature-256", right))));
    assertFalse(isAlive(token));
  }

  @Test
  void whatIsNotSignedIsNotBelieved() throws Exception {
    String token = issue();
    String body = report(entry(token, URL));
    String other = signature(p256().getPrivate(), body);
    String right = signature(pair.getPrivate(), body);
    assertEquals(403, lab.send(post(body)).statusCode());
    for (List<String> headers :
        List.of(
            List.of("k1", other),
            List.of("k2", right),
            List.of("", right),
            List.of("k1", ""),
            List.of("k1", "!"),
            List.of("k1", Base64.getEncoder().encodeToString(new byte[64])),
            List.of("k1", signature(pair.getPrivate(), body + " ")))) {
      HttpResponse<String> answer =
          lab.send(
              post(body)
                  .header("Github-Public-Key-Identifier", headers.get(0))
                  .header("Github-Public-Key-Signature", headers.get(1)));
      assertEquals(403, answer.statusCode(), headers.toString());
    }
    HttpResponse<String> twice =
        lab.send(
            post(body)
                .header("Github-Public-Key-Identifier", "k1")
                .header("Github-Public-Key-Identifier", "k1")
                .header("Github-Public-Key-Signature", right));
    assertEquals(403, twice.statusCode());
    assertTrue(isAlive(token));
  }

  @Test
  void theVectorOfGitHubsDocumentationIsAccepted() throws Exception {
    String id = "bcb53661c06b4728e59d897fb6165d5c9cda0fd9cdf9d09ead458168deb7518c";
    String key =
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYAGMWO8XgCamYKMJS6jc/qgvSlAd"
            + "AjPuDPRcXU22YxgBrz+zoN19MzuRyW87qEt9/AmtoNP5GrobzUvQSyJFVw==";
    published.put(
        id,
        KeyFactory.getInstance("EC")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key))));
    String body =
        "[{\"source\":\"commit\",\"token\":\"some_token\",\"type\":\"some_type\","
            + "\"url\":\"https://example.com/base-repo-url/\"}]";
    HttpResponse<String> answer =
        lab.send(
            post(body)
                .header("Github-Public-Key-Identifier", id)
                .header(
                    "Github-Public-Key-Signature",
                    "MEQCIQDaMKqrGnE27S0kgMrEK0eYBmyG0LeZismAEz/BgZyt7AIfXt9fErtRS4XaeSt/AO1RtBY6"
                        + "6YcAdjxji410VQV4xg=="));
    assertEquals(List.of("false_positive"), labels(answer));
  }

  @Test
  @DisplayName("threat 14: what is not of the documented types is refused whole")
  void aReportThatCannotBeReadChangesNothing() throws Exception {
    String token = issue();
    String good = entry(token, URL).toString();
    for (String body :
        List.of(
            "",
            "{}",
            "null",
            good,
            "[" + good + ",1]",
            "[" + good + ",{}]",
            "[" + good + ",{\"token\":1,\"type\":\"t\"}]",
            "[" + good + ",{\"token\":[\"x\"],\"type\":\"t\"}]",
            "[" + good + ",{\"token\":\"\",\"type\":\"t\"}]",
            "[" + good + ",{\"token\":\"x\"}]",
            "[" + good + ",{\"token\":\"x\",\"type\":\"t\",\"url\":7}]",
            "[" + good + ",{\"token\":\"x\",\"token\":\"y\",\"type\":\"t\"}]",
            "[" + good)) {
      assertEquals(400, signed(body).statusCode(), body);
    }
    assertEquals(413, signed("[" + (good + ",").repeat(50) + good + "]").statusCode());
    assertEquals(413, signed("[\"" + "x".repeat(4 * 1024 * 1024) + "\"]").statusCode());
    assertTrue(isAlive(token));
  }

  @Test
  void aTokenThatIsNoLongerGoodWasOursAllTheSame() throws Exception {
    String revoked = issue();
    lab.tokens.ownedBy("ada").revoke(lab.tokens.ownedBy("ada").list().get(0).id(), "lost");
    String deleted = issue();
    lab.tokens.ownedBy("ada").list().stream()
        .filter(token -> token.revocation().isEmpty())
        .forEach(token -> lab.tokens.ownedBy("ada").delete(token.id()));
    HttpResponse<String> answer = signed(report(entry(revoked, URL), entry(deleted, URL)));
    assertEquals(List.of("true_positive", "false_positive"), labels(answer));
    assertEquals("lost", told.get(0).token().revocation().orElseThrow().reason());
    assertEquals(1, told.size());
  }

  @Test
  @DisplayName("threats 17, 18: a reason is short and printable, and holds no token")
  void hostileTextsBecomeAHarmlessReason() throws Exception {
    String token = issue();
    String url =
        "https://x.example/?t=" + token + "\r\n\u0085<b>\uD83D\uDD11</b>" + "z".repeat(300);
    JsonObject entry =
        Json.createObjectBuilder(entry(token, url)).add("type", "t\u0000".repeat(500)).build();
    assertEquals(List.of("true_positive"), labels(signed(report(entry))));
    String reason = told.get(0).token().revocation().orElseThrow().reason();
    assertEquals(255, reason.length());
    assertFalse(reason.contains(token.substring(10)), reason);
    assertTrue(reason.contains("https://x.example/?t=ghp_***"), reason);
    assertTrue(reason.codePoints().noneMatch(Character::isISOControl), reason);
  }

  @Test
  @DisplayName("threats 17, 18: a reason does not hold a token of a format that is not ours either")
  void aForeignTokenIsInNoReason() {
    String token = "old-0123456789abcdef";
    Leak leak = new Leak(token, "old_token", "https://x.example/?t=" + token + "&u=1", "");
    assertEquals(
        "leaked: old_token at https://x.example/?t=acme_***&u=1",
        leak.reason(TokenFormat.withPrefix("acme")));
  }

  @Test
  @DisplayName("threat 18: what turns text round, hides in it or ends a line is not in a reason")
  void unseenCharactersAreNotInAReason() throws Exception {
    String token = issue();
    String url = "https://x.example/\u202egpj.exe\u2028\u2029\u200b\u2066\ufeff end";
    assertEquals(List.of("true_positive"), labels(signed(report(entry(token, url)))));
    assertEquals(
        "leaked: acme_api_token at https://x.example/gpj.exe end",
        told.get(0).token().revocation().orElseThrow().reason());
  }

  @Test
  void aStoreThatBreaksInTheMiddleIsToldAndTheRestIsDoneWhenTheReportComesAgain() throws Exception {
    List<String> tokens = Stream.generate(this::issue).limit(8).toList();
    String body = report(tokens.stream().map(t -> entry(t, URL)).toArray(JsonObject[]::new));
    // After the second is revoked, for the third alone.
    breakAfter(2, this::breakdown);

    HttpResponse<String> answer = signed(body);

    assertEquals(503, answer.statusCode());
    assertTrue(answer.body().contains("1 of 8 entries could not be dealt with"), answer.body());
    assertEquals(List.of(tokens.get(2)), tokens.stream().filter(this::isAlive).toList());
    assertEquals(Collections.nCopies(8, "true_positive"), labels(signed(body)));
    assertEquals(List.of(), tokens.stream().filter(this::isAlive).toList());
    assertEquals(8, told.size());
  }

  @Test
  void aStoreThatIsGoneIsNotAskedForEveryEntry() throws Exception {
    List<String> tokens = Stream.generate(this::issue).limit(20).toList();
    String body = report(tokens.stream().map(t -> entry(t, URL)).toArray(JsonObject[]::new));
    breakAfter(
        2,
        () -> {
          lab.storeBroken = true;
          breakdown();
        });

    HttpResponse<String> answer = signed(body);

    assertEquals(503, answer.statusCode());
    assertTrue(answer.body().contains("18 of 20 entries could not be dealt with"), answer.body());
    lab.storeBroken = false;
    assertEquals(18, tokens.stream().filter(this::isAlive).count());
  }

  private void breakAfter(int revocations, Runnable then) {
    lab.meanwhile.put(
        "replace",
        () -> {
          if (revocations == 0) {
            then.run();
          } else {
            lab.meanwhile.put("findByDigest", () -> breakAfter(revocations - 1, then));
          }
        });
  }

  private void breakdown() {
    throw new TokenStoreException("the row cannot be written", null);
  }

  @Test
  void aSignatureThatIsNoneIsNotBelieved() throws Exception {
    String body = report(entry(issue(), URL));
    byte[] good = Base64.getDecoder().decode(signature(pair.getPrivate(), body));
    List<byte[]> bad =
        List.of(
            new byte[0],
            new byte[] {0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00}, // r = s = 0
            new byte[64],
            Arrays.copyOf(good, good.length - 1),
            new byte[] {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff});
    for (byte[] signature : bad) {
      HttpResponse<String> answer =
          lab.send(
              post(body)
                  .header("Github-Public-Key-Identifier", "k1")
                  .header(
                      "Github-Public-Key-Signature",
                      Base64.getEncoder().encodeToString(signature)));
      assertEquals(403, answer.statusCode());
    }
    assertEquals(List.of(), told);
  }

  @Test
  void whoClaimsNoSignatureHasNothingReadOrFetched() throws Exception {
    published.clear(); // to ask for a key is 503 now
    HttpResponse<String> named = lab.send(post("[]").header("Github-Public-Key-Identifier", "k1"));
    assertEquals(403, named.statusCode());
    HttpResponse<String> twice =
        lab.send(
            post("[]")
                .header("Github-Public-Key-Identifier", "k1")
                .header("Github-Public-Key-Identifier", "k2")
                .header("Github-Public-Key-Signature", "AAAA"));
    assertEquals(403, twice.statusCode());
    HttpResponse<String> long4 =
        lab.send(post(" ".repeat(5 << 20)).header("Github-Public-Key-Identifier", "k1"));
    assertEquals(403, long4.statusCode(), "not 413: it was not looked at");
  }

  @Test
  void halfACharacterAndAMissingUrlDoNoHarm() throws Exception {
    String token = issue();
    String body =
        "[{\"token\":\"" + token + "\",\"type\":\"t\\ud83d\",\"url\":null,\"source\":\"npm\"}]";
    assertEquals(List.of("true_positive"), labels(signed(body)));
    assertEquals("leaked: t in npm", told.get(0).token().revocation().orElseThrow().reason());
  }

  @Test
  void anOutageIs503AndTheReportCanComeAgain() throws Exception {
    String token = issue();
    String body = report(entry(token, URL));
    lab.storeBroken = true;
    HttpResponse<String> answer = signed(body);
    assertEquals(503, answer.statusCode());
    assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    assertFalse(answer.body().contains("positive"));
    lab.storeBroken = false;
    PublicKey key = published.remove("k1");
    assertEquals(503, signed(body).statusCode());
    published.put("k1", key);
    assertEquals(List.of("true_positive"), labels(signed(body)));
  }

  @Test
  void onlyPostIsAnswered() throws Exception {
    for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS")) {
      HttpResponse<String> answer =
          lab.send(lab.to("/leaks").method(method, HttpRequest.BodyPublishers.noBody()));
      assertEquals(405, answer.statusCode(), method);
      assertEquals(Optional.of("POST"), answer.headers().firstValue("Allow"));
    }
  }

  @Test
  void aServletThatTrustsNobodyIsNotBuilt() {
    assertThrows(IllegalStateException.class, () -> LeakReportServlet.builder(lab.tokens).build());
    assertThrows(
        IllegalArgumentException.class,
        () -> LeakReportServlet.builder(lab.tokens).sharedSecret("short"));
    assertInstanceOf(
        LeakReportServlet.class,
        LeakReportServlet.builder(lab.tokens).signedBy(LeakReportKeys.gitHub()).build());
  }
}
