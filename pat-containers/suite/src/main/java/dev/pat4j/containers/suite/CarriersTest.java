package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.containers.Answer;
import dev.pat4j.containers.Call;
import dev.pat4j.containers.Carrier;
import dev.pat4j.containers.HostTest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same token means the same however it travels. */
class CarriersTest extends HostTest {

  private static final List<String> TOKENS =
      List.of("none", "read", "write", "admin", "mail", "all", "grace");

  /** A request, and the tokens for which it is a 200; for all others it is a 403. */
  private static final Map<String, List<String>> ALLOWED =
      Map.of(
          "GET /me", TOKENS,
          "GET /api/repos", List.of("read", "write", "all", "grace"),
          "DELETE /api/repos", List.of("write", "all", "grace"),
          "GET /admin/x", List.of("admin", "all"),
          "GET /api/mail/1", List.of("mail", "all"),
          "GET /both", List.of("all"),
          "GET /git/demo.git/info/refs?service=git-upload-pack",
              List.of("read", "write", "all", "grace"),
          "GET /git/demo.git/info/refs?service=git-receive-pack", List.of("write", "all", "grace"),
          "GET /nowhere", List.of());

  @ParameterizedTest
  @EnumSource
  @DisplayName("threat 1: scopes were lost over Basic (Gitea CVE-2026-28699)")
  void everyCarrierAndEveryScopeDecideTheSame(Carrier carrier) throws IOException {
    Map<String, Integer> expected = new LinkedHashMap<>();
    Map<String, Integer> actual = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> route : ALLOWED.entrySet()) {
      for (String token : TOKENS) {
        String[] target = route.getKey().split(" ", -1);
        Answer answer = ask(target[0], target[1], carrier.carry(library.token(token)));
        expected.put(route.getKey() + " " + token, route.getValue().contains(token) ? 200 : 403);
        actual.put(route.getKey() + " " + token, answer.status());
        assertCalledBy(token, answer);
      }
    }
    assertEquals(expected, actual);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("threat 27: no scopes meant everything (five projects)")
  void aTokenWithoutScopesOpensNothingThatARuleGuards(Carrier carrier) throws IOException {
    for (String path : List.of("/api/repos", "/api/mail/1", "/admin/x", "/report", "/both", "/")) {
      assertEquals(403, ask("GET", path, carrier.carry(library.token("none"))).status(), path);
    }
    assertNobodyCalled();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("threat 31: what a refused request cost (Argon2 over every token of a user)")
  void aRefusalIsCheap(Carrier carrier) throws IOException {
    for (String malformed : List.of("badsum", "foreign", "flipped", "digest")) {
      assertEquals(401, ask("GET", "/me", carrier.carry(library.token(malformed))).status());
    }
    assertEquals(0, library.store().takeReads(), "look-ups for four malformed tokens");

    for (String bad : List.of("unknown", "revoked", "expired", "disabled")) {
      assertEquals(401, ask("GET", "/me", carrier.carry(library.token(bad))).status());
      assertEquals(1, library.store().takeReads(), "look-ups for a token that is " + bad);
    }
  }

  private void assertCalledBy(String token, Answer answer) {
    List<String> callers = calls.take().stream().map(Call::who).toList();
    String owner = token.equals("grace") ? "grace" : "ada";
    assertEquals(answer.status() == 200 ? List.of(owner) : List.of(), callers, answer::toString);
  }
}
