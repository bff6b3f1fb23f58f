package dev.pat4j.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A real PostgreSQL, from programs that come as a Maven artifact: nothing to install, and root may
 * start it, too.
 */
public final class PostgresServer extends DatabaseServer {

  /** Which PostgreSQL. */
  public enum Release {
    /** The newest there is. */
    NEWEST,
    /** The oldest that is promised to work: 13. Not every machine has programs of it. */
    FLOOR
  }

  private static final String USER = "pat";
  private static final String PASSWORD = "pat4j";
  private static final Map<Release, PostgresServer> shared = new EnumMap<>(Release.class);

  private final Path programs;
  private final Map<String, String> settings;

  private PostgresServer(Builder builder, boolean shared) {
    super("postgresql", builder.account, shared);
    this.programs = Binaries.of(archive(builder.release));
    this.settings = new TreeMap<>(builder.settings);
    initialise();
    begin();
  }

  /** Returns why a release cannot run on this machine; empty if it can. */
  public static Optional<String> missing(Release release) {
    String archive = archive(release);
    return Binaries.exist(archive) ? Optional.empty() : Optional.of(Binaries.missing(archive));
  }

  /** Returns this JVM's server of the newest release, starting it at the first call. */
  public static PostgresServer shared() {
    return shared(Release.NEWEST);
  }

  /** Returns this JVM's server of a release, starting it at the first call. */
  public static PostgresServer shared(Release release) {
    synchronized (shared) {
      return shared.computeIfAbsent(
          release, asked -> new PostgresServer(builder().release(asked), true));
    }
  }

  /** Starts a server of one's own, of the newest release. */
  public static PostgresServer start() {
    return builder().start();
  }

  /** Begins a server of one's own. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Ends the sessions whose {@code application_name} is like a pattern of SQL, as an administrator
   * would, and returns how many there were.
   */
  public int terminateBackends(String applicationNameLike) {
    String sql =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            + " WHERE application_name LIKE ? AND pid <> pg_backend_pid()"
            + " AND backend_type = 'client backend'";
    try (Connection connection = administrator().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, applicationNameLike);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(this + " terminates nothing: " + e.getMessage(), e);
    }
  }

  private void initialise() {
    try {
      Path password = folder.resolve("password");
      Files.writeString(password, PASSWORD);
      account.own(password);
      List<String> initdb =
          List.of(
              program("initdb"),
              "--pgdata=" + data(),
              "--username=" + USER,
              "--pwfile=" + password,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--no-locale",
              "--no-sync");
      Programs.output(builder(account.command(initdb)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  List<String> serverCommand(int onPort) {
    List<String> command = new ArrayList<>(List.of(program("postgres"), "-D", data().toString()));
    command.addAll(List.of("-p", Integer.toString(onPort)));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  @Override
  Path pidFile() {
    return data().resolve("postmaster.pid");
  }

  @Override
  UrlDataSource administrator() {
    String url = address("postgres") + "?connectTimeout=5&socketTimeout=60&ApplicationName=tests";
    return new UrlDataSource(url, USER, PASSWORD);
  }

  @Override
  Database database(String name) {
    return new Database(address(name), USER, PASSWORD, "?user=%s&password=%s");
  }

  @Override
  String endSignal() {
    return "INT"; // "fast": the default, TERM, waits for clients to leave
  }

  private String address(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String program(String name) {
    return programs.resolve("bin").resolve(name).toString();
  }

  private static String archive(Release release) {
    return "postgresql-" + release.name().toLowerCase(Locale.ROOT) + ".txz";
  }

  /** What may differ between servers. Not thread-safe. */
  public static final class Builder {

    private Release release = Release.NEWEST;
    private final Map<String, String> settings = new TreeMap<>();

    private Account account = Account.ofServers();

    private Builder() {
      setting("listen_addresses", "127.0.0.1");
      setting("unix_socket_directories", "");
      setting("max_connections", "200");
      setting("fsync", "off");
      setting("wal_init_zero", "off");
    }

    /** Which release; the newest if not said. */
    public Builder release(Release wanted) {
      this.release = wanted;
      return this;
    }

    /** Who runs it; asked by tests alone. */
    Builder account(Account wanted) {
      this.account = wanted;
      return this;
    }

    /** Lets every commit reach the disk, as in production. */
    public Builder durable() {
      return setting("fsync", "on");
    }

    /** Gives a setting of {@code postgresql.conf}. */
    public Builder setting(String name, String value) {
      settings.put(name, value);
      return this;
    }

    /** Starts the server, and returns when it answers. The caller closes it. */
    public PostgresServer start() {
      return new PostgresServer(this, false);
    }
  }
}
