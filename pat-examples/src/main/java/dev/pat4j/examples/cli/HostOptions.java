package dev.pat4j.examples.cli;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which host's tokens these are: what every command must know. */
final class HostOptions {

  private static final String PASSWORD = "PAT_DB_PASSWORD";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A properties file with any of: db, db.user, db.password, prefix, scopes,"
              + " hash-key, maximum-lifetime, inactive. An option counts more.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--db",
      paramLabel = "URL",
      description = "jdbc:postgresql://HOST/NAME, jdbc:mariadb://HOST/NAME or jdbc:h2:./FILE")
  private Optional<String> db = Optional.empty();

  @Option(names = "--user", paramLabel = "USER", description = "Who opens it, if not in the URL.")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "His password, in the first line. Otherwise it is looked for in PAT_DB_PASSWORD and in"
              + " the config, then asked for on a terminal.")
  private Optional<Path> passwordFile = Optional.empty();

  @Option(
      names = "--migrate",
      description = "Make the tables first, or bring them up to date; never done unasked.")
  private boolean migrate;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "What the host's tokens begin with; pat if not said.")
  private Optional<String> prefix = Optional.empty();

  @Option(
      names = "--catalog",
      paramLabel = "LIST",
      description = "The host's scopes: 'repo, repo:status within repo'.")
  private Optional<String> catalog = Optional.empty();

  @Option(
      names = "--hash-key",
      paramLabel = "NAME=FILE",
      description =
          "The host's key for digests (in hexadecimal) and its name; SHA-256 without a key if not"
              + " said.")
  private Optional<String> hashKey = Optional.empty();

  /** What the config says, or nothing. */
  Settings settings() {
    return config.map(Settings::read).orElseGet(Settings::none);
  }

  boolean migrate() {
    return migrate;
  }

  TokenFormat format(Settings settings) {
    try {
      return prefix
          .or(() -> settings.get("prefix"))
          .map(TokenFormat::withPrefix)
          .orElseGet(() -> TokenFormat.withPrefix("pat"));
    } catch (IllegalArgumentException e) {
      throw Stop.usage(String.valueOf(e.getMessage()));
    }
  }

  Catalog catalog(Settings settings) {
    return Catalog.parse(catalog.or(() -> settings.get("scopes")).orElse(""));
  }

  TokenHasher hasher(Settings settings) {
    return hashKey
        .map(said -> HashKey.read(said, Path.of("")))
        .or(() -> settings.get("hash-key").map(said -> HashKey.read(said, settings.folder())))
        .orElseGet(TokenHasher::sha256);
  }

  Address address(Settings settings, Surroundings surroundings) {
    String url =
        db.or(() -> settings.get("db"))
            .orElseThrow(() -> Stop.usage("no database is named: say --db URL, or db in --config"));
    Optional<String> who = user.or(() -> settings.get("db.user"));
    Optional<String> password =
        passwordFile
            .map(HostOptions::firstLine)
            .or(() -> from(surroundings.environment()))
            .or(() -> Optional.ofNullable(settings.said().getProperty("db.password")))
            .or(() -> who.flatMap(name -> asked(surroundings, name)));
    return new Address(url, who, password);
  }

  private static Optional<String> from(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(PASSWORD));
  }

  private static Optional<String> asked(Surroundings surroundings, String who) {
    return surroundings.person().hidden("Password of " + Shown.visible(who) + ": ");
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException e) {
      throw Stop.usage("--password-file cannot be read: " + e);
    }
  }
}
