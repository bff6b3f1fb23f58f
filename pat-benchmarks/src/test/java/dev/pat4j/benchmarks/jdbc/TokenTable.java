package dev.pat4j.benchmarks.jdbc;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.TokenStore;
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
 * A table with as many tokens as are asked for, ten to an owner. Of some of the rows the token is
 * known here; the others have digests as random as theirs.
 */
final class TokenTable {

  private static final TokenFormat FORMAT = TokenFormat.withPrefix("acme");

  private static final ScopeCatalog SCOPES =
      ScopeCatalog.builder().scope("repo:read", "Read").scope("user", "The profile").build();

  private static final int CHUNK = 50_000;

  /**
   * Ids are spread as the library's are, and differ: a permutation of 31 bits. Ten tokens to an
   * owner, all issued within the last weeks, a third that never expire, half that were never used.
   */
  private static final String INSERT =
      "INSERT INTO pat_token (id, digest, hash_key_id, owner, name, scopes, allowed_addresses,"
          + " attributes, last_eight, created_at, issued_at, updated_at, expires_at, last_used_at,"
          + " last_used_from, family, version)"
          + " SELECT id, digest, 'sha256', 'owner-' || n / 10, 'laptop of ' || n % 10,"
          + " 'repo:read user', '', '', last_eight, at, at, at,"
          + " CASE WHEN n % 3 <> 0 THEN at + 31536000000 END,"
          + " CASE WHEN n % 2 <> 0 THEN at + 1000 END,"
          + " CASE WHEN n % 2 <> 0 THEN '192.0.2.7' END, id, 1"
          + " FROM (SELECT n, digest, last_eight, ((n + 1) * 1103515245) & 2147483647 AS id,"
          + " (extract(epoch FROM now())::bigint - 86400 - n % 1000000) * 1000 AS at FROM (";

  /** Drawn by the database, as random as the digest of a token. */
  private static final String OTHERS =
      "SELECT n, sha256(int8send(n)) AS digest, substr(md5(n::text), 1, 8) AS last_eight"
          + " FROM generate_series(?, ?) AS n WHERE n % ? <> 0) AS other) AS row";

  private static final String KNOWN =
      "SELECT n, digest, last_eight"
          + " FROM unnest(?::bigint[], ?::bytea[], ?::text[]) AS known (n, digest, last_eight))"
          + " AS known) AS row";

  private final DataSource database;
  private final int knownEvery;
  private final SecureRandom secrets = new SecureRandom();
  private final SplittableRandom chance = new SplittableRandom(1);
  private final List<String> known = new ArrayList<>();
  private int rows;

  /**
   * @param database whose table is empty
   * @param knownEvery of how many rows the token of one is known
   */
  TokenTable(DataSource database, int knownEvery) {
    this.database = database;
    this.knownEvery = knownEvery;
  }

  /** The library over this store, for tokens as these. The caller closes it. */
  static PersonalAccessTokens tokens(TokenStore store) {
    return PersonalAccessTokens.builder(store).format(FORMAT).scopes(SCOPES).build();
  }

  void growTo(int size) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement others = connection.prepareStatement(INSERT + OTHERS);
        PreparedStatement mine = connection.prepareStatement(INSERT + KNOWN)) {
      while (rows < size) {
        int end = Math.min(size, rows + CHUNK);
        addKnown(connection, mine, end);
        others.setLong(1, rows);
        others.setLong(2, end - 1L);
        others.setLong(3, knownEvery);
        others.executeUpdate();
        rows = end;
      }
    }
    execute("VACUUM (ANALYZE) pat_token");
    execute("CHECKPOINT");
  }

  private void addKnown(Connection connection, PreparedStatement insert, int end)
      throws SQLException {
    List<Long> numbers = new ArrayList<>();
    List<byte[]> digests = new ArrayList<>();
    List<String> lastEights = new ArrayList<>();
    for (long row = rows; row < end; row++) {
      if (row % knownEvery == 0) {
        String token = FORMAT.generate(secrets);
        known.add(token);
        numbers.add(row);
        digests.add(digest(token).toBytes());
        lastEights.add(token.substring(token.length() - 8));
      }
    }
    insert.setArray(1, connection.createArrayOf("bigint", numbers.toArray()));
    insert.setArray(2, connection.createArrayOf("bytea", digests.toArray(new byte[0][])));
    insert.setArray(3, connection.createArrayOf("text", lastEights.toArray()));
    insert.executeUpdate();
  }

  static TokenDigest digest(String token) {
    return TokenHasher.sha256().digest(token);
  }

  /** The tokens that are known. */
  List<String> known() {
    return known;
  }

  String anyToken() {
    return known.get(chance.nextInt(known.size()));
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long number(String expression) throws SQLException {
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
