package dev.pat4j.jdbc;

import dev.pat4j.store.TokenStoreException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables with what the newest script makes, as far as a token could come to harm: each
 * difference is a failure that names the thing and the statement that mends it.
 *
 * <p>It asks by the names that all statements use, so it sees the tables that they see, whatever
 * the schema, and however the database writes names.
 */
final class SchemaCheck {

  private static final Set<Integer> TEXTS =
      Set.of(Types.VARCHAR, Types.NVARCHAR, Types.LONGVARCHAR, Types.LONGNVARCHAR);

  private static final Set<Integer> BYTES =
      Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY);

  private static final List<String> TEXTS_OF_EVENTS =
      List.of("owner", "kind", "actor", "address", "detail");

  private static final int LONGEST_KIND = 32;
  private static final int LONGEST_TEXT = 255;

  private final Transactions transactions;
  private final Dialect dialect;
  private final Script script;
  private final Script events;

  SchemaCheck(Transactions transactions, SqlDialect dialect) {
    this.transactions = transactions;
    this.dialect = dialect.words();
    this.script = Script.of(dialect, 1);
    this.events = Script.of(dialect, 2);
  }

  void run() {
    requireTable("pat_token", "id", script);
    requireTable("pat_change", "seq, digest", script);
    requireTable("pat_change_counter", "id, newest", script);
    requireTable(
        "pat_event", "seq, happened_at, token_id, " + String.join(", ", TEXTS_OF_EVENTS), events);
    transactions.read("look at the table pat_event", this::requireTextsOfEvents);
    Map<Column, Found> found =
        transactions.read("look at the table pat_token", SchemaCheck::columns);
    Column.ALL.forEach(column -> requireColumn(column, found.get(column)));
    Set<String> unique = transactions.read("look at the indexes of pat_token", this::uniqueColumns);
    if (!unique.contains("id")) {
      throw wrong("pat_token.id is no key", "ALTER TABLE pat_token ADD PRIMARY KEY (id)");
    }
    if (!unique.contains("digest")) {
      throw wrong(
          "pat_token.digest has no unique index",
          "CREATE UNIQUE INDEX pat_token_digest ON pat_token (digest)");
    }
  }

  /** A column, as far as the database says what it is. */
  private record Found(int type, String typeName, int length) {}

  private void requireTable(String table, String columns, Script maker) {
    try {
      transactions.read("read " + table, session -> isReadable(session, table, columns));
    } catch (TokenStoreException e) {
      switch (Failures.faultIn(e)) {
        case NO_TABLE ->
            throw wrong("there is no table " + table, "run " + maker.path() + " again");
        case NO_COLUMN ->
            throw wrong(
                table + " must have the columns " + columns,
                "DROP TABLE " + table + " and run " + maker.path() + " again");
        default -> throw e;
      }
    }
  }

  private void requireColumn(Column column, @Nullable Found found) {
    String definition = script.definition(column.sql());
    String name = "pat_token." + column.sql();
    if (found == null) {
      throw wrong("there is no " + name, "ALTER TABLE pat_token ADD COLUMN " + definition);
    }
    if (!typesOf(column).contains(found.type)) {
      throw wrong(
          name + " is " + found.typeName, "make it what " + script.path() + " says: " + definition);
    }
    if (found.length > 0 && found.length < column.length()) {
      throw wrong(
          name + " holds " + found.length + " and must hold " + column.length(),
          dialect.widen(definition));
    }
  }

  /** As long as the script says, so that no entry is cut, or refused. */
  private boolean requireTextsOfEvents(Session session) throws SQLException {
    String sql = "SELECT " + String.join(", ", TEXTS_OF_EVENTS) + " FROM pat_event WHERE 1 = 0";
    try (PreparedStatement select = session.prepare(sql);
        ResultSet none = select.executeQuery()) {
      for (int i = 1; i <= TEXTS_OF_EVENTS.size(); i++) {
        String column = TEXTS_OF_EVENTS.get(i - 1);
        int longest = column.equals("kind") ? LONGEST_KIND : LONGEST_TEXT;
        int found = none.getMetaData().getPrecision(i);
        if (found > 0 && found < longest) {
          throw wrong(
              "pat_event." + column + " holds " + found + " and must hold " + longest,
              "make it what " + events.path() + " says: " + events.definition(column));
        }
      }
    }
    return true;
  }

  private static Set<Integer> typesOf(Column column) {
    return switch (column.kind()) {
      case NUMBER, INSTANT -> Set.of(Types.BIGINT);
      case TEXT -> TEXTS;
      case BYTES -> BYTES;
    };
  }

  private static Map<Column, Found> columns(Session session) throws SQLException {
    Map<Column, Found> found = new EnumMap<>(Column.class);
    try (PreparedStatement select = session.prepare("SELECT * FROM pat_token WHERE 1 = 0");
        ResultSet none = select.executeQuery()) {
      ResultSetMetaData columns = none.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        Column column = Column.named(columns.getColumnName(i));
        if (column != null) {
          found.put(
              column,
              new Found(
                  columns.getColumnType(i), columns.getColumnTypeName(i), columns.getPrecision(i)));
        }
      }
    }
    return found;
  }

  private Set<String> uniqueColumns(Session session) throws SQLException {
    try (PreparedStatement select = session.prepare(dialect.uniqueColumns());
        ResultSet rows = select.executeQuery()) {
      Set<String> names = new HashSet<>();
      while (rows.next()) {
        names.add(rows.getString(1).toLowerCase(Locale.ROOT));
      }
      return names;
    }
  }

  private static boolean isReadable(Session session, String table, String columns)
      throws SQLException {
    try (PreparedStatement select =
            session.prepare("SELECT " + columns + " FROM " + table + " WHERE 1 = 0");
        ResultSet none = select.executeQuery()) {
      return !none.next();
    }
  }

  private static TokenStoreException wrong(String what, String cure) {
    return new TokenStoreException("the schema for tokens is damaged: " + what + "; " + cure, null);
  }
}
