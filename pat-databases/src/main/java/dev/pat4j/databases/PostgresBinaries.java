package dev.pat4j.databases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, which the build laid beside this class for the machine it ran on, unpacked
 * once for each JVM: it takes a second, and a folder that outlived the JVM would have to be
 * trusted, shared between accounts, and cleaned.
 */
final class PostgresBinaries {

  private static final Set<PosixFilePermission> READ = PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> RUN = PosixFilePermissions.fromString("rwxr-xr-x");

  private static final Map<PostgresServer.Release, Path> unpacked =
      new EnumMap<>(PostgresServer.Release.class);

  private PostgresBinaries() {}

  static boolean exist(PostgresServer.Release release) {
    return PostgresBinaries.class.getResource(resource(release)) != null;
  }

  /** Returns the folder that holds bin, lib and share. */
  static synchronized Path of(PostgresServer.Release release) {
    return unpacked.computeIfAbsent(release, PostgresBinaries::unpack);
  }

  private static Path unpack(PostgresServer.Release release) {
    try (InputStream archive = PostgresBinaries.class.getResourceAsStream(resource(release))) {
      if (archive == null) {
        throw new IllegalStateException(
            "No programs of PostgreSQL ("
                + release
                + ") for this machine: "
                + resource(release)
                + " is not on the class path. `mvn process-test-classes -pl pat-databases` fetches"
                + " them where there are any.");
      }
      Path folder = Scratch.folder("postgresql-" + name(release), Account.ofServers());
      unpack(archive, folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(InputStream archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      @Nullable TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("an entry of the archive leaves it: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          Files.setPosixFilePermissions(target, RUN);
          continue;
        }
        Files.createDirectories(target.resolve("..").normalize());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, target);
          Files.setPosixFilePermissions(
              target, target.startsWith(folder.resolve("bin")) ? RUN : READ);
        }
      }
    }
  }

  private static String name(PostgresServer.Release release) {
    return release.name().toLowerCase(Locale.ROOT);
  }

  /** As the archives are named, by system and processor. */
  private static String resource(PostgresServer.Release release) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch");
    return name(release)
        + "/postgres-"
        + (system.startsWith("mac") ? "darwin" : system)
        + "-"
        + switch (processor) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> processor;
        }
        + ".txz";
  }
}
