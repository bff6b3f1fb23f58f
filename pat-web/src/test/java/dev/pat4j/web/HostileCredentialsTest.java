package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.ADA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Names, passwords and client ids that a host's database or directory may choke on. */
class HostileCredentialsTest {

  private static final List<String> CONTROLS =
      List.of("\u0000", "ada\u0000", "\u0000ada", "a\r\nb", "ada\n", "ada\u007f", "a\u0085b");

  private static String header(byte[] pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Test
  void aHostIsAskedForNoNameOrPasswordWithControlCharacters() throws Exception {
    try (var api = new AuthorizationsLab()) {
      for (String hostile : CONTROLS) {
        for (String[] pair :
            new String[][] {
              {hostile, FakeHost.ADA}, {"ada", hostile}, {"ada", FakeHost.ADA + "\n"}
            }) {
          HttpResponse<String> answer = api.get(WebLab.basic(pair[0], pair[1]), "/authorizations");
          assertEquals(401, answer.statusCode());
        }
      }
      assertEquals(Set.of(), api.web.host.asked);
    }
  }

  @Test
  void bytesThatAreNoTextAreNobody() throws Exception {
    try (var api = new AuthorizationsLab()) {
      byte[][] pairs = {
        "\u00e4da:x".getBytes(StandardCharsets.ISO_8859_1),
        "ada:x".getBytes(StandardCharsets.UTF_16),
        {'a', (byte) 0xc0, (byte) 0xba, 'b'}, // an overlong colon
        {'a', ':', (byte) 0xed, (byte) 0xa0, (byte) 0x80}, // half a surrogate pair
        "no colon".getBytes(StandardCharsets.UTF_8),
        {},
      };
      for (byte[] pair : pairs) {
        assertEquals(401, api.get(header(pair), "/authorizations").statusCode());
      }
      assertEquals(Set.of(), api.web.host.asked);
      api.web.host.passwords.put("m\u00e4x", "p\u00e4ss:w\u00f6rt:");
      assertEquals(
          200,
          api.get(WebLab.basic("m\u00e4x", "p\u00e4ss:w\u00f6rt:"), "/authorizations")
              .statusCode());
    }
  }

  @Test
  void aHostIsAskedForNoApplicationThatCannotHaveBeenRegistered() throws Exception {
    List<String> impossible =
        List.of("\\u0000", "a\\u0000b", "a b", "a:b", "\u00e9", "x".repeat(256));
    try (var api = new AuthorizationsLab()) {
      for (String id : impossible) {
        HttpResponse<String> answer =
            api.send(
                ADA,
                "POST",
                "/authorizations",
                "{\"note\":\"for "
                    + impossible.indexOf(id)
                    + "\",\"client_id\":\""
                    + id
                    + "\",\"client_secret\":\"s\"}");
        assertEquals(201, answer.statusCode(), id);
      }
      assertEquals(Set.of("ada"), api.web.host.asked);
    }
    try (var oauth =
        new OAuthLab(lab -> IntrospectionServlet.builder(lab.tokens, lab.host).build())) {
      for (String id : List.of("\u0000", "a\u0000b", "a b", "\u00e9", "x".repeat(256))) {
        String form = "token=x&client_secret=s&client_id=" + OAuthLab.encoded(id);
        assertEquals("401 invalid_client", OAuthLab.error(oauth.post("", form)));
        assertEquals(
            "401 invalid_client",
            OAuthLab.error(oauth.post(WebLab.basic(OAuthLab.encoded(id), "s"), "token=x")));
      }
      assertTrue(
          new TreeSet<>(oauth.lab.host.asked).stream().noneMatch(id -> id.contains("\u0000")));
    }
  }

  @Test
  void anApplicationIsFoundByExactlyItsIdHoweverTheHostCompares() throws Exception {
    try (var api = new AuthorizationsLab()) {
      RegisteredApplication demo = api.web.host.applications.get("demo-client");
      api.web.host.applications.putAll(Map.of("DEMO-CLIENT", demo, "demo-client.", demo));
      for (String id : List.of("DEMO-CLIENT", "demo-client.")) {
        HttpResponse<String> put =
            api.send(
                ADA, "PUT", "/authorizations/clients/" + id, "{\"client_secret\":\"demo-secret\"}");
        assertEquals(422, put.statusCode());
        assertEquals(
            401,
            api.send(
                    WebLab.basic(id, "demo-secret"),
                    "POST",
                    "/applications/" + id + "/token",
                    "{\"access_token\":\"x\"}")
                .statusCode());
      }
      assertEquals("[]", api.get(ADA, "/authorizations").body());
    }
  }
}
