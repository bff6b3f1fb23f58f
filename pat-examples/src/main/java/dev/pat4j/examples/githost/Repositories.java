package dev.pat4j.examples.githost;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.transport.resolver.FileResolver;
import org.eclipse.jgit.transport.resolver.RepositoryResolver;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FileUtils;

/** The bare repositories of this host: each a folder {@code NAME.git} in one folder. */
final class Repositories {

  private static final String SUFFIX = ".git";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

  private final Path folder;

  private Repositories(Path folder) {
    this.folder = folder;
  }

  /** Those in this folder, which is made if it is not there; and {@code demo} among them. */
  static Repositories in(Path folder) throws IOException {
    QuietGit.install();
    Repositories repositories = new Repositories(Files.createDirectories(folder));
    if (!repositories.has("demo")) {
      // Made beside its place and moved there, so that half a repository is never served.
      Path made = Files.createTempDirectory(folder, "new-");
      DemoRepository.create(made.resolve("demo.git"));
      Files.move(
          made.resolve("demo.git"), repositories.path("demo"), StandardCopyOption.ATOMIC_MOVE);
      Files.delete(made);
    }
    return repositories;
  }

  /** Their names, sorted. */
  List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .filter(this::has)
          .sorted()
          .toList();
    }
  }

  /** Whether there is one of this name, which may come from a request. */
  boolean has(String name) {
    return NAME.matcher(name).matches()
        && RepositoryCache.FileKey.isGitRepository(path(name).toFile(), FS.DETECTED);
  }

  /** Removes one for good; false if there is none of this name. */
  boolean delete(String name) throws IOException {
    if (!has(name)) {
      return false;
    }
    RepositoryCache.unregister(RepositoryCache.FileKey.exact(path(name).toFile(), FS.DETECTED));
    FileUtils.delete(path(name).toFile(), FileUtils.RECURSIVE);
    return true;
  }

  /**
   * How the git servlet finds them, with or without the suffix. JGit alone would go on into
   * folders, where whoever may push can make something that looks like a repository: out of refs.
   */
  RepositoryResolver<HttpServletRequest> resolver() {
    FileResolver<HttpServletRequest> files = new FileResolver<>(folder.toFile(), true);
    return (request, sent) -> {
      String name =
          sent.endsWith(SUFFIX) ? sent.substring(0, sent.length() - SUFFIX.length()) : sent;
      if (!has(name)) {
        throw new RepositoryNotFoundException(name);
      }
      return files.open(request, name + SUFFIX);
    };
  }

  private Path path(String name) {
    return folder.resolve(name + SUFFIX);
  }
}
