package dev.pat4j.web;

import static dev.pat4j.web.AuthorizationsLab.ADA;
import static dev.pat4j.web.AuthorizationsLab.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.AccessToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenPolicy;
import dev.pat4j.TokenRequest;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.store.TokenId;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What two nodes on one database do at the same moment, where no lock of one reaches the other. */
class AuthorizationsOnTwoNodesTest {

  private AuthorizationsLab api;
  private PersonalAccessTokens otherNode;
  private OwnedTokens there;

  @BeforeEach
  void start() throws Exception {
    api = new AuthorizationsLab();
    otherNode =
        PersonalAccessTokens.builder(api.web.store)
            .format(TokenFormat.withPrefix("ghp"))
            .scopes(WebLab.SCOPES)
            .clock(api.web.clock)
            .build();
    there = otherNode.ownedBy("ada");
  }

  @AfterEach
  void stop() {
    otherNode.close();
    api.close();
  }

  private HttpResponse<String> patch(int id, String body) throws Exception {
    return api.send(ADA, "PATCH", "/authorizations/" + id, body);
  }

  private List<String> notes() {
    return there.list().stream().map(AccessToken::name).toList();
  }

  private void issuedThere(String note, Map<String, String> attributes) {
    TokenRequest.Builder request = TokenRequest.forOwner("ada").name(note).neverExpires();
    attributes.forEach(request::attribute);
    otherNode.issue(request.build());
  }

  @Test
  @DisplayName("threat 29: whoever adds a scope does not give back one that another node removes")
  void aScopeThatIsRemovedMeanwhileStaysRemoved() throws Exception {
    JsonObject made = api.created(ADA, "{\"note\":\"n\",\"scopes\":[\"repo\",\"user\"]}");
    int id = made.getInt("id");
    api.web.meanwhile.put("replace", () -> there.changeScopes(new TokenId(id), "user"));

    HttpResponse<String> answer = patch(id, "{\"add_scopes\":[\"gist\"]}");

    assertEquals("[\"gist\",\"user\"]", object(answer).getJsonArray("scopes").toString());
    assertEquals("gist user", there.find(new TokenId(id)).orElseThrow().scopes().toString());
  }

  @Test
  void anAttributeThatAnotherNodeAttachesMeanwhileStays() throws Exception {
    int id = api.created(ADA, "{\"note\":\"n\"}").getInt("id");
    api.web.meanwhile.put(
        "replace", () -> there.changeAttributes(new TokenId(id), Map.of("host.team", "blue")));

    patch(id, "{\"note_url\":\"https://a.example/\"}");

    assertEquals(
        Map.of("host.team", "blue", "github.note_url", "https://a.example/"),
        there.find(new TokenId(id)).orElseThrow().attributes());
  }

  @Test
  void aNoteThatAnotherNodeTakesMeanwhileIsTaken() throws Exception {
    api.web.meanwhile.put("insert", () -> issuedThere("wanted", Map.of()));

    HttpResponse<String> answer =
        api.send(ADA, "POST", "/authorizations", "{\"note\":\"wanted\",\"scopes\":[\"repo\"]}");

    assertEquals(422, answer.statusCode());
    assertEquals(
        "already_exists", object(answer).getJsonArray("errors").getJsonObject(0).getString("code"));
    assertEquals(List.of("wanted"), notes());
  }

  @Test
  void anApplicationGetsTheTokenThatAnotherNodeMakesMeanwhile() throws Exception {
    api.web.meanwhile.put(
        "insert", () -> issuedThere("theirs", Map.of("github.client_id", "demo-client")));

    HttpResponse<String> answer =
        api.send(
            ADA,
            "PUT",
            "/authorizations/clients/demo-client",
            "{\"client_secret\":\"demo-secret\",\"scopes\":[\"repo\"]}");

    assertEquals(200, answer.statusCode());
    assertEquals("", object(answer).getString("token"));
    assertEquals("[]", object(answer).getJsonArray("scopes").toString());
    assertEquals(List.of("theirs"), notes());
  }

  @Test
  void ofManyOnTwoNodesWhoAskForOneNoteOneGetsIt() throws Exception {
    try (var second = new SecondNode(api.web)) {
      for (int round = 0; round < 10; round++) {
        String body = "{\"note\":\"wanted " + round + "\"}";
        List<Integer> statuses =
            IntStream.range(0, 8)
                .mapToObj(i -> posted(i % 2 == 0 ? api.web : second.web, body))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::statusCode)
                .toList();
        assertEquals(1, Collections.frequency(statuses, 201), statuses.toString());
        assertEquals(7, Collections.frequency(statuses, 422), statuses.toString());
        assertEquals(1, Collections.frequency(notes(), "wanted " + round));
      }
    }
  }

  @Test
  void whatDoesNotFitBesideTheHostsOwnAttributesIsRefusedAndNothingIsChanged() throws Exception {
    int id = api.created(ADA, "{\"note\":\"n\"}").getInt("id");
    Map<String, String> full = new HashMap<>();
    IntStream.range(0, 16).forEach(i -> full.put("host." + i, "x"));
    there.changeAttributes(new TokenId(id), full);

    HttpResponse<String> answer =
        patch(id, "{\"note\":\"m\",\"scopes\":[\"repo\"],\"note_url\":\"https://a.example/\"}");

    assertEquals(422, answer.statusCode());
    AccessToken after = there.find(new TokenId(id)).orElseThrow();
    assertEquals("n", after.name());
    assertEquals("", after.scopes().toString());
    assertEquals(full, after.attributes());
  }

  @Test
  void anUpdateThatThePolicyRefusesHasChangedNothingOfIt() throws Exception {
    try (var strict =
        new AuthorizationsLab(
            "/",
            library -> library.policy(TokenPolicy.builder().requireName().build()),
            servlet -> servlet)) {
      strict.send(
          ADA,
          "PUT",
          "/authorizations/clients/demo-client",
          "{\"client_secret\":\"demo-secret\",\"note\":\"n\"}");
      AccessToken before = strict.web.tokens.ownedBy("ada").list().get(0);

      HttpResponse<String> answer =
          strict.send(
              ADA,
              "PATCH",
              "/authorizations/" + before.id(),
              "{\"scopes\":[\"repo\"],\"note\":\"\"}");

      assertEquals(422, answer.statusCode());
      AccessToken after = strict.web.tokens.ownedBy("ada").find(before.id()).orElseThrow();
      assertEquals(before.scopes(), after.scopes());
    }
  }

  private static CompletableFuture<HttpResponse<String>> posted(WebLab node, String body) {
    return node.client.sendAsync(
        node.to("/authorizations")
            .header("Authorization", ADA)
            .POST(BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The API once more, over the rows of another. */
  private static final class SecondNode implements AutoCloseable {
    final WebLab web;

    SecondNode(WebLab first) throws Exception {
      web = new WebLab(first.store);
      web.start(
          context -> {
            var holder =
                new org.eclipse.jetty.ee10.servlet.ServletHolder(
                    AuthorizationsServlet.builder(web.tokens, web.host).build());
            context.addServlet(holder, "/authorizations/*");
          });
    }

    @Override
    public void close() {
      web.close();
    }
  }
}
