package dev.pat4j.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.Verified;
import java.io.IOException;
import java.util.List;
import org.eclipse.egit.github.core.Authorization;
import org.eclipse.egit.github.core.client.GitHubClient;
import org.eclipse.egit.github.core.client.RequestException;
import org.eclipse.egit.github.core.service.OAuthService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Eclipse's {@code org.eclipse.egit.github.core}, unchanged; it goes to {@code /api/v3}. */
class EgitClientTest {

  private Lab lab;

  @BeforeEach
  void start() throws Exception {
    lab = new Lab();
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void createsReadsChangesAndDeletesAToken() throws Exception {
    OAuthService service = service(new GitHubClient("127.0.0.1", lab.port, "http"));

    Authorization made =
        service.createAuthorization(
            new Authorization().setNote("laptop").setScopes(List.of("repo")));
    assertInstanceOf(Verified.class, lab.tokens.verify(made.getToken()));
    assertEquals("laptop", made.getApp().getName());
    assertTrue(made.getUrl().startsWith(lab.url() + "/api/v3/authorizations/"), made.getUrl());
    assertTrue(made.getCreatedAt() != null);

    int id = made.getId();
    assertEquals(List.of("gist", "repo"), service.addScopes(id, List.of("gist")).getScopes());
    assertEquals(List.of("gist"), service.removeScopes(id, List.of("repo")).getScopes());
    assertEquals(List.of("user"), service.setScopes(id, List.of("user")).getScopes());
    assertEquals("", service.getAuthorization(id).getToken());
    for (int i = 0; i < 120; i++) {
      service.createAuthorization(new Authorization().setNote("n" + i));
    }
    assertEquals(121, service.getAuthorizations().size(), "over two pages");

    service.deleteAuthorization(id);
    assertFalse(lab.tokens.verify(made.getToken()) instanceof Verified);
    RequestException gone =
        assertThrows(RequestException.class, () -> service.getAuthorization(id));
    assertEquals(404, gone.getStatus());
    assertEquals("Not Found (404)", gone.getMessage());
  }

  @Test
  void hearsWhyItIsRefused() throws Exception {
    OAuthService service = service(new GitHubClient("127.0.0.1", lab.port, "http"));

    RequestException missing =
        assertThrows(
            RequestException.class, () -> service.createAuthorization(new Authorization()));

    assertEquals(422, missing.getStatus());
    assertEquals("missing_field", missing.getError().getErrors().get(0).getCode());
    OAuthService stranger = new OAuthService(new GitHubClient("127.0.0.1", lab.port, "http"));
    assertThrows(IOException.class, stranger::getAuthorizations);
  }

  private static OAuthService service(GitHubClient client) {
    client.setCredentials("ada", Lab.PASSWORD);
    return new OAuthService(client);
  }
}
