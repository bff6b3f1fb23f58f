package dev.pat4j.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.AccessToken;
import dev.pat4j.Verified;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.github.GHAuthorization;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.HttpException;

/** {@code org.kohsuke:github-api}, unchanged, with every call it has for authorizations. */
class GitHubApiClientTest {

  private Lab lab;

  @BeforeEach
  void start() throws Exception {
    lab = new Lab();
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/api/v3"})
  void createsListsAndDeletesATokenOfAPerson(String prefix) throws Exception {
    GitHub ada = client("ada", Lab.PASSWORD, prefix);

    GHAuthorization made =
        ada.createToken(List.of("repo", "gist"), "laptop", "http://example.com/");

    assertInstanceOf(Verified.class, lab.tokens.verify(made.getToken()));
    assertEquals(List.of("gist", "repo"), made.getScopes());
    assertEquals("laptop", made.getNote());
    assertEquals("laptop", made.getAppName());
    assertEquals("http://example.com/", made.getAppUrl().toString());
    assertTrue(made.getToken().endsWith(made.getTokenLastEight()));
    assertEquals(64, made.getHashedToken().length());
    assertEquals(lab.url() + prefix + "/authorizations/" + made.getId(), made.getUrl().toString());
    assertTrue(made.getCreatedAt() != null && made.getUpdatedAt() != null);

    for (int i = 0; i < 31; i++) {
      ada.createToken(List.of(), "n" + i, null);
    }
    List<GHAuthorization> all = ada.listMyAuthorizations().toList();
    assertEquals(32, all.size(), "over two pages");
    assertEquals(
        Set.of(""), all.stream().map(GHAuthorization::getToken).collect(Collectors.toSet()));

    ada.deleteAuth(made.getId());
    assertFalse(lab.tokens.verify(made.getToken()) instanceof Verified);
    assertThrows(IOException.class, () -> ada.deleteAuth(made.getId()));
  }

  @Test
  void getsOrCreatesChecksAndResetsATokenOfAnApplication() throws Exception {
    GitHub ada = client("ada", Lab.PASSWORD, "");
    GitHub demo = client("demo-client", "demo-secret", "");

    GHAuthorization made =
        ada.createOrGetAuth(
            "demo-client", "demo-secret", List.of("repo"), "for demo", "http://example.com/");
    GHAuthorization again =
        ada.createOrGetAuth(
            "demo-client", "demo-secret", List.of("user"), "for demo", "http://example.com/");
    GHAuthorization seen = demo.checkAuth("demo-client", made.getToken());
    GHAuthorization reset = demo.resetAuth("demo-client", made.getToken());

    assertEquals(made.getId(), again.getId());
    assertEquals(List.of("repo"), again.getScopes());
    assertEquals("", again.getToken());
    assertEquals(made.getId(), seen.getId());
    assertEquals("Demo", seen.getAppName());
    assertFalse(lab.tokens.verify(made.getToken()) instanceof Verified);
    assertInstanceOf(Verified.class, lab.tokens.verify(reset.getToken()));
    assertThrows(IOException.class, () -> demo.checkAuth("demo-client", made.getToken()));
  }

  @Test
  void showsTheSecondFactorWhenItIsAskedForIt() throws Exception {
    lab.asksForCode.set(true);
    GitHub ada = client("ada", Lab.PASSWORD, "");

    GHAuthorization made = ada.createToken(List.of("repo"), "laptop", null, () -> "123456");

    assertInstanceOf(Verified.class, lab.tokens.verify(made.getToken()));
    assertThrows(
        IOException.class, () -> ada.createToken(List.of("repo"), "b", null, () -> "000000"));
  }

  @Test
  void hearsWhyItIsRefused() throws Exception {
    GitHub ada = client("ada", Lab.PASSWORD, "");
    ada.createToken(List.of(), "laptop", null);

    HttpException taken =
        assertThrows(HttpException.class, () -> ada.createToken(List.of(), "laptop", null));
    GitHub stranger = client("ada", "guessed", "");
    HttpException wrong =
        assertThrows(HttpException.class, () -> stranger.createToken(List.of(), "other", null));

    assertEquals(422, taken.getResponseCode());
    assertTrue(String.valueOf(taken.getMessage()).contains("already_exists"), taken.toString());
    assertEquals(401, wrong.getResponseCode());
    assertEquals(
        List.of("laptop"),
        lab.tokens.ownedBy("ada").list().stream().map(AccessToken::name).toList());
  }

  private GitHub client(String user, String password, String prefix) throws IOException {
    return new GitHubBuilder()
        .withEndpoint(lab.url() + prefix)
        .withPassword(user, password)
        .build();
  }
}
