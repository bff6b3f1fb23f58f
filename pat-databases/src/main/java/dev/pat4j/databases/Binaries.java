package dev.pat4j.databases;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * Archives of server programs, which the build laid beside this class for the machine it ran on.
 *
 * <p>Each is unpacked once for each JVM, which takes a second: a folder that outlived the JVM would
 * have to be trusted, shared between accounts, and cleaned.
 */
final class Binaries {

  private static final Set<PosixFilePermission> READ = PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> RUN = PosixFilePermissions.fromString("rwxr-xr-x");

  private static final Map<String, Path> unpacked = new HashMap<>();

  private Binaries() {}

  static boolean exist(String archive) {
    return Binaries.class.getResource(archive) != null;
  }

  /** Why there may be none. */
  static String missing(String archive) {
    return archive
        + " is not on the class path; where there are such programs for a machine,"
        + " `mvn process-test-classes -pl pat-databases` fetches them";
  }

  /** Returns the folder that the archive was unpacked to; it has a folder {@code bin}. */
  static synchronized Path of(String archive) {
    return unpacked.computeIfAbsent(archive, Binaries::unpack);
  }

  private static Path unpack(String archive) {
    try (InputStream packed = Binaries.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new IllegalStateException(missing(archive));
      }
      Path folder = Scratch.openFolder("programs");
      try (InputStream tar =
          archive.endsWith("xz") ? new XZInputStream(packed) : new GZIPInputStream(packed)) {
        unpack(new TarArchiveInputStream(tar), folder);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unpack(TarArchiveInputStream tar, Path folder) throws IOException {
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
