package dev.pat4j.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.egit.github.core.Authorization;
import org.eclipse.egit.github.core.client.GitHubClient;
import org.eclipse.egit.github.core.service.OAuthService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.github.GHAuthorization;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/** Both clients against the demo, whose tokens they make, use and delete. */
class DemoClientsTest {

  @TempDir Path data;

  @Test
  void githubApiMakesUsesAndDeletesATokenOfTheDemo() throws Exception {
    try (Demo demo = new Demo(data)) {
      String endpoint = demo.url.resolve("api/v3").toString();
      GitHub ada =
          new GitHubBuilder().withEndpoint(endpoint).withPassword("ada", Demo.PASSWORD).build();

      GHAuthorization made = ada.createToken(List.of("repo"), "jenkins", null);
      GitHub byToken =
          new GitHubBuilder().withEndpoint(endpoint).withOAuthToken(made.getToken()).build();
      assertEquals("ada", byToken.getMyself().getLogin());
      assertEquals(200, demo.statusOfUser(made.getToken()));

      ada.deleteAuth(made.getId());
      assertEquals(401, demo.statusOfUser(made.getToken()));
    }
  }

  @Test
  void egitMakesUsesAndDeletesATokenOfTheDemo() throws Exception {
    try (Demo demo = new Demo(data)) {
      GitHubClient client = new GitHubClient("127.0.0.1", demo.url.getPort(), "http");
      client.setCredentials("ada", Demo.PASSWORD);
      OAuthService service = new OAuthService(client);

      Authorization made =
          service.createAuthorization(
              new Authorization().setNote("eclipse").setScopes(List.of("repo")));
      assertEquals(200, demo.statusOfUser(made.getToken()));

      service.deleteAuthorization(made.getId());
      assertEquals(401, demo.statusOfUser(made.getToken()));
    }
  }
}
