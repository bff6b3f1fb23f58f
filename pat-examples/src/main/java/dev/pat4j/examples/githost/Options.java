package dev.pat4j.examples.githost;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What a person may choose on the command line, checked before anything starts.
 *
 * @param port where to listen; 0 takes a free one
 * @param data the folder of the repositories, of the access log and, unless another database is
 *     named, of the tokens; it exists and can be written
 * @param adaPassword empty for a random one
 * @param gracePassword empty for a random one
 * @param gitPassword whether an account's password opens git, too
 * @param database where the tokens are kept
 */
record Options(
    int port,
    InetAddress host,
    Path data,
    Optional<String> adaPassword,
    Optional<String> gracePassword,
    boolean gitPassword,
    DatabaseAddress database) {

  private static final List<String> NAMES =
      List.of(
          "port",
          "host",
          "data",
          "ada.password",
          "grace.password",
          "git.password",
          "db",
          "db.user",
          "db.password");

  /** Says in one line what cannot be, and the way out. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /**
   * Reads {@code port}, {@code host}, {@code data}, {@code ada.password}, {@code grace.password},
   * {@code git.password}, {@code db}, {@code db.user} and {@code db.password}, each with a default.
   *
   * @throws Unusable if a value makes no sense here, or a name is nearly one of these
   */
  static Options from(Properties properties) {
    Typos.refuse(properties, NAMES);
    Path data = folder(properties.getProperty("data", "target/git-host"));
    return new Options(
        port(properties.getProperty("port", "8080")),
        host(properties.getProperty("host", "127.0.0.1")),
        data,
        password(properties, "ada.password"),
        password(properties, "grace.password"),
        yesOrNo(properties, "git.password"),
        DatabaseAddress.from(properties, data));
  }

  /**
   * Finds out that a port is taken before there is a folder for what would be served there.
   *
   * @throws Unusable if it is, or the address is not one of this machine
   */
  static void requireFree(Properties properties) {
    int port = port(properties.getProperty("port", "8080"));
    InetAddress host = host(properties.getProperty("host", "127.0.0.1"));
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true); // as the server will
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw cannotListen(host, port, e);
    }
  }

  static Unusable cannotListen(InetAddress host, int port, Throwable why) {
    return new Unusable(
        "cannot listen on "
            + host.getHostAddress()
            + ":"
            + port
            + " ("
            + why.getMessage()
            + "); choose another port with -Dport=PORT, a free one with -Dport=0, or an address"
            + " of this machine with -Dhost=HOST");
  }

  private static int port(String text) {
    // Not parseInt alone, which takes a sign and the digits of every script.
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 65_535) {
      throw new Unusable(
          "-Dport=" + shown(text) + " is no port: 1 to 65535, or 0 to take a free one");
    }
    return port;
  }

  private static InetAddress host(String text) {
    try {
      if (!text.isBlank()) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      // Said below.
    }
    throw new Unusable(
        "-Dhost=" + shown(text) + " is no address of this machine; 127.0.0.1 is the default");
  }

  private static Path folder(String text) {
    if (text.isBlank()) {
      throw new Unusable("-Ddata must not be blank; leave it out for target/git-host");
    }
    try {
      Path folder = Files.createDirectories(Path.of(text)).toAbsolutePath().normalize();
      Files.delete(Files.createTempFile(folder, "writable", null));
      return folder;
    } catch (IOException | InvalidPathException e) {
      throw new Unusable(
          "-Ddata=" + shown(text) + " is no folder that can be written; choose another one");
    }
  }

  private static Optional<String> password(Properties properties, String name) {
    Optional<String> given = Optional.ofNullable(properties.getProperty(name));
    if (given
        .filter(text -> text.isBlank() || text.chars().anyMatch(Character::isISOControl))
        .isPresent()) {
      throw new Unusable("-D" + name + " must not be blank; leave it out to be given a random one");
    }
    return given;
  }

  private static boolean yesOrNo(Properties properties, String name) {
    String text = properties.getProperty(name, "false");
    return switch (text) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw new Unusable("-D" + name + "=" + shown(text) + " must be true or false");
    };
  }

  static String shown(String text) {
    return "'" + text.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
