package dev.pat4j.cluster.scale;

import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.ScopeCatalog;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/**
 * A table with as many tokens as are asked for, ten to an owner. One row in a hundred is of a token
 * that is known here; the others have digests as random as theirs.
 */
final class TokenTable {

  static final TokenFormat FORMAT = TokenFormat.withPrefix("acme");

  static final ScopeCatalog SCOPES =
      ScopeCatalog.builder().scope("repo:read", "Read").scope("user", "The profile").build();

  private static final int KNOWN_EVERY = 100;
  private static final int CHUNK = 50_000;

  /**
   * Ids are spread as the library's are, and differ: a permutation of 31 bits. Ten tokens to an
   * owner, a third that never expire, half that were never used.
   */
  private static final String INSERT =
      "INSERT INTO pat_token (id, digest, hash_key_id, owner, name, scopes, allowed_addresses,"
          + " attributes, last_eight, created_at, issued_at, updated_at, expires_at, last_used_at,"
          + " last_used_from, family, version)"
          + " SELECT id, digest, 'sha256', 'owner-' || n / 10, 'laptop of ' || n % 10,"
          + " 'repo:read user', '', '', last_eight, at, at, at,"
          + " CASE WHEN n % 3 <> 0 THEN at + 31536000000 END,"
          + " CASE WHEN n % 2 <> 0 THEN at + 86400000 END,"
          + " CASE WHEN n % 2 <> 0 THEN '192.0.2.7' END, id, 1 FROM (";

  /** Drawn by the database, as random as the digest of a token. */
  private static final String OTHERS =
      "SELECT n, ((n + 1) * 1103515245) & 2147483647 AS id, sha256(int8send(n)) AS digest,"
          + " substr(md5(n::text), 1, 8) AS last_eight, 1780000000000 + n * 1000 AS at"
          + " FROM generate_series(?, ?) AS n WHERE n % 100 <> 0) AS row";

  private static final String KNOWN =
      "SELECT n, ((n + 1) * 1103515245) & 2147483647 AS id, ?::bytea AS digest,"
          + " ? AS last_eight, 1780000000000 + n * 1000 AS at"
          + " FROM (VALUES (?::bigint)) AS one (n)) AS row";

  private final DataSource database;
  private final SecureRandom secrets = new SecureRandom();
  private final SplittableRandom chance = new SplittableRandom(1);
  private final List<String> known = new ArrayList<>();
  private int rows;

  TokenTable(DataSource database) {
    this.database = database;
  }

  void growTo(int size) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement many = connection.prepareStatement(INSERT + OTHERS);
        PreparedStatement one = connection.prepareStatement(INSERT + KNOWN)) {
      while (rows < size) {
        int end = Math.min(size, rows + CHUNK);
        addKnown(one, end);
        many.setLong(1, rows);
        many.setLong(2, end - 1L);
        many.executeUpdate();
        rows = end;
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("VACUUM (ANALYZE) pat_token");
        statement.execute("CHECKPOINT");
      }
    }
  }

  /** One for each hundred of the rows up to this one, which is left out of the others. */
  private void addKnown(PreparedStatement insert, int end) throws SQLException {
    for (int row = rows; row < end; row++) {
      if (row % KNOWN_EVERY == 0) {
        String token = FORMAT.generate(secrets);
        known.add(token);
        insert.setBytes(1, TokenHasher.sha256().digest(token).toBytes());
        insert.setString(2, token.substring(token.length() - 8));
        insert.setLong(3, row);
        insert.addBatch();
      }
    }
    insert.executeBatch();
  }

  String anyToken() {
    return known.get(chance.nextInt(known.size()));
  }

  long bytes(String expression) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + expression)) {
      row.next();
      return row.getLong(1);
    }
  }

  Map<String, Long> indexes() throws SQLException {
    Map<String, Long> sizes = new LinkedHashMap<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT indexrelname, pg_relation_size(indexrelid) FROM pg_stat_user_indexes"
                    + " WHERE relname = 'pat_token' ORDER BY indexrelname")) {
      while (row.next()) {
        sizes.put(row.getString(1), row.getLong(2));
      }
    }
    return sizes;
  }
}
