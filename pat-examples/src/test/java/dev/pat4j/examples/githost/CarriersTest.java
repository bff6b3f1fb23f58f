package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.IssuedToken;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** However a token travels, it is the same token; over the API and over git's routes. */
@RequiresTool("curl")
class CarriersTest {

  private static final Map<String, UnaryOperator<String>> CARRIERS =
      Map.of(
          "Bearer T", TestHost::bearer,
          "token T", token -> "token " + token,
          "user:T", token -> TestHost.basic("anybody", token),
          "T:", token -> TestHost.basic(token, ""),
          "T:x-oauth-basic", token -> TestHost.basic(token, "x-oauth-basic"),
          "x-access-token:T", token -> TestHost.basic("x-access-token", token),
          "oauth2:T", token -> TestHost.basic("oauth2", token),
          ":T", token -> TestHost.basic("", token));

  private static final String FETCH = "/git/demo.git/info/refs?service=git-upload-pack";
  private static final String PUSH = "/git/demo.git/info/refs?service=git-receive-pack";

  @TempDir static Path data;
  static TestHost host;

  @BeforeAll
  static void startHost() throws Exception {
    host = TestHost.start(data);
  }

  @AfterAll
  static void stopHost() throws Exception {
    host.close();
  }

  private record Case(List<String> scopes, String path, int status) {}

  @Test
  @DisplayName("threat 1: the scope was lost over Basic (Gitea CVE-2026-28699)")
  void everyCarrierIsJudgedAlike() {
    List<Case> cases = new ArrayList<>();
    for (String path : List.of("/repos", "/repos/demo", FETCH)) {
      cases.add(new Case(List.of(), path, 403));
      cases.add(new Case(List.of("gist"), path, 403));
      cases.add(new Case(List.of("public_repo"), path, 200));
      cases.add(new Case(List.of("repo"), path, 200));
    }
    cases.add(new Case(List.of(), "/user", 200));
    cases.add(new Case(List.of("public_repo"), PUSH, 403));
    cases.add(new Case(List.of("repo"), PUSH, 200));
    List<Executable> checks = new ArrayList<>();
    for (Case each : cases) {
      String token = host.tokenWith(each.scopes().toArray(String[]::new));
      CARRIERS.forEach(
          (name, carrier) ->
              checks.add(
                  () ->
                      assertEquals(
                          each.status(),
                          host.get(each.path(), carrier.apply(token)).statusCode(),
                          name + " " + each.scopes() + " " + each.path())));
    }
    assertAll(checks);
  }

  @Test
  void curlSendsThePairThatGitCannot() throws Exception {
    String token = host.tokenWith("repo");
    for (String pair : List.of(":" + token, token + ":", "ada:" + token)) {
      Shell.Result got =
          new Shell(data)
              .run(data, Map.of(), "curl", "-sf", "-u", pair, host.url("/user"))
              .succeeds();
      assertTrue(got.out().contains("\"login\": \"ada\""), got.out());
    }
  }

  @Test
  @DisplayName("threat 7: archive, LFS and git routes skipped scopes (Gitea PR 24362)")
  void noRouteBelowGitIsForgotten() {
    String none = TestHost.bearer(host.tokenWith("gist", "user", "admin:org"));
    String reading = TestHost.bearer(host.tokenWith("public_repo"));
    List<Executable> checks = new ArrayList<>();
    for (String path :
        List.of(
            "/git",
            "/git/",
            "/git/demo.git",
            "/git/demo.git/HEAD",
            "/git/demo.git/info/refs",
            FETCH,
            "/git/demo.git/objects/info/packs",
            "/git/demo.git/archive/main.zip",
            "/git/demo.git/info/lfs/locks")) {
      checks.add(() -> assertEquals(403, host.get(path, none).statusCode(), path));
      checks.add(() -> assertEquals(401, host.get(path).statusCode(), "anonymous " + path));
    }
    for (String service :
        List.of(
            "git-receive-pack",
            "git%2Dreceive-pack",
            "git-receive%2dpack",
            "%67it-receive-pack",
            "git-upload-pack&service=git-receive-pack",
            "git-receive-pack&service=git-upload-pack")) {
      String path = "/git/demo.git/info/refs?service=" + service;
      checks.add(() -> assertEquals(403, host.get(path, reading).statusCode(), path));
    }
    for (String path :
        List.of(
            "/git/demo.git/git-receive-pack",
            "/git/demo.git/info/lfs/objects/batch",
            "/git/demo.git/info/lfs/locks")) {
      checks.add(
          () -> assertEquals(403, host.send("POST", path, "{}", reading).statusCode(), path));
    }
    assertAll(checks);
  }

  @Test
  void plainFilesOfARepositoryAreServedToNobody() throws Exception {
    String token = TestHost.bearer(host.tokenWith("repo"));
    for (String path : List.of("HEAD", "info/refs", "objects/info/packs")) {
      HttpResponse<String> answer = host.get("/git/demo.git/" + path, token);
      assertEquals(4, answer.statusCode() / 100, path);
      assertFalse(answer.body().contains("refs/"), answer.body());
    }
  }

  @Test
  @DisplayName("threat 9: tokens of disabled users worked (Argo CD 1.8.4)")
  void whatEndsATokenEndsItAtTheNextRequest() throws Exception {
    IssuedToken revoked = host.issue("ada", "repo");
    IssuedToken deleted = host.issue("ada", "repo");
    IssuedToken orphaned = host.issue("grace", "repo");
    List<String> headers =
        List.of(revoked, deleted, orphaned).stream()
            .map(issued -> TestHost.bearer(issued.secret().reveal()))
            .toList();
    for (String header : headers) {
      assertEquals(200, host.get("/repos", header).statusCode());
    }
    host.revoke(revoked.token());
    host.host().tokens().ownedBy("ada").delete(deleted.token().id());
    host.accounts.disable("grace");
    for (String header : headers) {
      for (String path : List.of("/repos", "/user", FETCH)) {
        HttpResponse<String> refused = host.get(path, header);
        assertEquals(401, refused.statusCode(), path);
        assertEquals("bad credentials\n", refused.body(), "the same for all three");
      }
    }
    assertEquals(401, host.get("/user", TestHost.asGrace()).statusCode());
  }
}
