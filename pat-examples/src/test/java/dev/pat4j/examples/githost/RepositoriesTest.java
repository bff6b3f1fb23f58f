package dev.pat4j.examples.githost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which folders a name that a client sends may open: those of the list, and no other. */
class RepositoriesTest {

  @TempDir Path temporary;
  private Path folder;
  private Repositories repositories;

  @BeforeEach
  void someRepositories() throws IOException {
    folder = temporary.resolve("repositories");
    repositories = Repositories.in(folder);
    bare(temporary.resolve("outside/secret.git"));
    bare(folder.resolve("new-123/half.git"));
    // What somebody who may push can make: refs whose files look like a repository.
    bare(folder.resolve("demo.git/refs/heads/evil"));
    Files.createSymbolicLink(folder.resolve("link.git"), temporary.resolve("outside/secret.git"));
    Files.createSymbolicLink(folder.resolve("out"), temporary.resolve("outside"));
  }

  private static void bare(Path path) throws IOException {
    try (Repository repository = FileRepositoryBuilder.create(path.toFile())) {
      repository.create(true);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "demo.git"})
  void opensWhatIsListed(String name) throws Exception {
    assertEquals(List.of("demo", "link"), repositories.names());
    try (Repository opened = repositories.resolver().open(null, name)) {
      assertNotNull(opened.resolve("refs/heads/main"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo.git/refs/heads/evil",
        "demo/refs/heads/evil",
        "new-123/half.git",
        "out/secret.git",
        "../outside/secret.git",
        "demo.git/.",
        "./demo.git",
        "demo.git.git",
        "Demo",
        "",
        ".git",
        "."
      })
  void opensNothingElse(String name) {
    assertThrows(
        RepositoryNotFoundException.class, () -> repositories.resolver().open(null, name).close());
  }

  @Test
  void removesNothingBeyondALink() throws IOException {
    assertTrue(repositories.delete("link"));
    assertTrue(Files.exists(temporary.resolve("outside/secret.git/HEAD")));
  }
}
