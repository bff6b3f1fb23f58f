package dev.pat4j.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whom a server runs as. Servers refuse to run as root, so root hands them to {@code nobody};
 * everybody else runs them as they are.
 *
 * <p>There are three ways to become nobody, since no machine is sure to have one of them: {@code
 * setpriv} is missing where BusyBox replaces util-linux, {@code su} where logins are locked down,
 * and a user namespace is forbidden in most containers but works where there is only one user id.
 */
enum Account {
  /** As they are. */
  SELF(false) {
    @Override
    List<String> prefix() {
      return List.of();
    }
  },
  SETPRIV(true) {
    @Override
    List<String> prefix() {
      String group = Programs.output(List.of("id", "-g", NOBODY)).strip();
      return List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + group, "--clear-groups", "--");
    }
  },
  SU(true) {
    @Override
    List<String> prefix() {
      return List.of("su", "-s", "/bin/sh", NOBODY, "-c");
    }

    @Override
    List<String> command(List<String> command) {
      List<String> whole = new ArrayList<>(prefix());
      whole.add("exec " + command.stream().map(Account::quoted).collect(Collectors.joining(" ")));
      return whole;
    }
  },
  /** Whose files stay root's: seen from inside, root is nobody. */
  UNSHARE(false) {
    @Override
    List<String> prefix() {
      return List.of("unshare", "--user", "--");
    }
  };

  private static final String NOBODY = "nobody";

  private final boolean ownsFiles;

  Account(boolean ownsFiles) {
    this.ownsFiles = ownsFiles;
  }

  abstract List<String> prefix();

  /** The command that runs a command as this account. */
  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix());
    whole.addAll(command);
    return whole;
  }

  /** Makes a folder one that this account may write, and nobody else may read. */
  void own(Path folder) throws IOException {
    if (ownsFiles) {
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY));
    }
  }

  /** Whether a command that runs this way would not be root. */
  boolean works() {
    try {
      return !Programs.output(command(List.of("id", "-u"))).strip().equals("0");
    } catch (IllegalStateException refused) {
      return false;
    }
  }

  /** The first that works. */
  static Account ofServers() {
    return Found.ACCOUNT;
  }

  private static Account find() {
    for (Account account : values()) {
      if (account.works()) {
        return account;
      }
    }
    throw new IllegalStateException(
        "A database server refuses to run as root, and none of setpriv, su and unshare makes "
            + NOBODY
            + " of root on this machine. Run the tests as an ordinary user.");
  }

  private static String quoted(String argument) {
    return "'" + argument.replace("'", "'\\''") + "'";
  }

  /** Asked of the machine once. */
  private static final class Found {
    static final Account ACCOUNT = find();
  }
}
