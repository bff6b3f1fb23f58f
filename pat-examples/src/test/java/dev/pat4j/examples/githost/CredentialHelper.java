package dev.pat4j.examples.githost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A real credential helper of git's, with room for one entry, that notes what it is asked to do.
 */
final class CredentialHelper {

  private static final String SCRIPT =
      """
      #!/bin/sh
      echo "$1" >> '{folder}/log'
      case "$1" in
        get)   cat '{folder}/entry' 2> /dev/null ;;
        store) cat > '{folder}/entry' ;;
        erase) cat > /dev/null; rm -f '{folder}/entry' ;;
      esac
      exit 0
      """;

  private final Path folder;

  CredentialHelper(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    Files.writeString(script(), SCRIPT.replace("{folder}", folder.toString()));
    Files.setPosixFilePermissions(script(), PosixFilePermissions.fromString("rwx------"));
    Files.createFile(folder.resolve("log"));
  }

  /** Puts an entry in, as if git had stored it earlier. */
  CredentialHelper holding(String user, String password) throws IOException {
    Files.writeString(
        folder.resolve("entry"), "username=" + user + "\npassword=" + password + "\n");
    return this;
  }

  /** The value of {@code -c} that makes git ask this helper and no other. */
  String asConfiguration() {
    return "credential.helper=" + script();
  }

  /** What git has asked for, in order. */
  List<String> asked() throws IOException {
    return Files.readAllLines(folder.resolve("log"));
  }

  boolean keepsItsEntry() {
    return Files.exists(folder.resolve("entry"));
  }

  private Path script() {
    return folder.resolve("helper.sh");
  }
}
