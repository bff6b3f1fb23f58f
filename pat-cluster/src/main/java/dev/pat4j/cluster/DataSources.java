package dev.pat4j.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The two that a node needs: a pool, and one for the connection on which changes are heard. */
final class DataSources {

  private static final Duration START = Duration.ofSeconds(60);

  private DataSources() {}

  /**
   * Patient at the start, when a whole cluster may come up with its database; later a request is
   * better answered with 503 than left to wait.
   */
  static HikariDataSource pool(NodeSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(settings.name());
    config.setJdbcUrl(url(settings, settings.name()));
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(1);
    config.setInitializationFailTimeout(START.toMillis());
    config.setConnectionTimeout(settings.timeout().toMillis());
    config.setValidationTimeout(settings.timeout().toMillis() / 2);
    return new HikariDataSource(config);
  }

  /**
   * Not from the pool, which is sized for requests, and would see it as one that never comes back.
   */
  static DataSource listener(NodeSettings settings) throws SQLException {
    String url = url(settings, settings.name() + "-listener");
    if (!isPostgreSql(url)) {
      return new MariaDbDataSource(url);
    }
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }

  /** With a name, so that an administrator sees whose session it is, and an end to all waiting. */
  private static String url(NodeSettings settings, String name) {
    String url = settings.database();
    Duration timeout = settings.timeout();
    String more =
        isPostgreSql(url)
            ? "ApplicationName=%s&connectTimeout=%d&loginTimeout=%d"
                .formatted(name, timeout.toSeconds(), timeout.toSeconds())
            : "connectTimeout=" + timeout.toMillis();
    return url + (url.contains("?") ? "&" : "?") + more;
  }

  private static boolean isPostgreSql(String url) {
    return url.startsWith("jdbc:postgresql:");
  }
}
