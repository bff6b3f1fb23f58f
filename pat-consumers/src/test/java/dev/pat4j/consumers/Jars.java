package dev.pat4j.consumers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.jdbc.JdbcTokenStore;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.web.WebHost;
import gg.jte.TemplateOutput;
import jakarta.json.Json;
import jakarta.servlet.Filter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.parsson.JsonProviderImpl;
import org.h2.Driver;
import org.jspecify.annotations.NullMarked;
import org.postgresql.PGConnection;
import org.slf4j.Logger;

/** The jars as they are published, and what else a user of them has. */
final class Jars {

  static final Path CORE = jarOf(PersonalAccessTokens.class);
  static final Path SERVLET = jarOf(AccessRules.class);
  static final Path CACHE = jarOf(CachingTokenStore.class);
  static final Path JDBC = jarOf(JdbcTokenStore.class);
  static final Path WEB = jarOf(WebHost.class);
  static final Path SLF4J = jarOf(Logger.class);
  static final Path SERVLET_API = jarOf(Filter.class);
  static final Path CAFFEINE = jarOf(Caffeine.class);
  static final Path JSON = jarOf(JsonProviderImpl.class);
  static final Path JSON_API = jarOf(Json.class);
  static final Path TEMPLATES = jarOf(TemplateOutput.class);

  static final Path H2 = jarOf(Driver.class);

  /** Only to read the sources with; a user needs none, unless he has that database. */
  static final Path JSPECIFY = jarOf(NullMarked.class);

  static final Path POSTGRESQL = jarOf(PGConnection.class);

  private Jars() {}

  /** All that a user of every module has, with H2. JSpecify is not among it. */
  static String path() {
    return Stream.of(
            CORE,
            SERVLET,
            CACHE,
            JDBC,
            WEB,
            SLF4J,
            SERVLET_API,
            CAFFEINE,
            JSON,
            JSON_API,
            TEMPLATES,
            H2)
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  static Path sourcesOf(Path jar) {
    return Path.of(jar.toString().replaceFirst("\\.jar$", "-sources.jar"));
  }

  /** The names of the files in a jar. */
  static List<String> entriesOf(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(entry -> entry.getName()).toList();
    }
  }

  static byte[] entryOf(Path jar, String name) throws IOException {
    try (JarFile file = new JarFile(jar.toFile());
        InputStream in = file.getInputStream(file.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private static Path jarOf(Class<?> type) {
    try {
      Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      assertTrue(jar.toString().endsWith(".jar"), jar + " is not a packaged jar: run mvn verify");
      return jar;
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
