package dev.pat4j.jdbc;

import dev.pat4j.databases.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Has PostgreSQL explain every statement before it is executed: as planned for its values, and as
 * planned once for all values, which is what it changes to for a statement that is used often.
 */
final class ExplainedDataSource {

  private final DataSource real;

  /** Leaves marks in a text alone. */
  private final PGSimpleDataSource simple;

  private final Map<String, String> plans = new LinkedHashMap<>();

  ExplainedDataSource(Database database) {
    this.real = database.dataSource();
    this.simple = new PGSimpleDataSource();
    simple.setUrl(database.address());
    simple.setUser(database.user());
    simple.setPassword(database.password());
    simple.setPreferQueryMode(PreferQueryMode.SIMPLE);
  }

  /** Both plans of each text, since the last time this was asked. */
  Map<String, String> plans() {
    Map<String, String> taken = Map.copyOf(plans);
    plans.clear();
    return taken;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Connection connection = real.getConnection();
          return proxy(
              Connection.class,
              (call, its) -> {
                Object result = call.on(connection);
                return result instanceof PreparedStatement statement
                    ? explained(connection, statement, (String) its[0])
                    : result;
              });
        });
  }

  private PreparedStatement explained(
      Connection connection, PreparedStatement statement, String sql) throws SQLException {
    PreparedStatement twin = connection.prepareStatement("EXPLAIN " + sql);
    return proxy(
        PreparedStatement.class,
        (call, its) -> {
          if (call.name().startsWith("set")) {
            call.on(twin);
          }
          if (call.name().startsWith("execute")) {
            plans.put(sql, rows(twin.executeQuery()) + "\n" + generic(sql));
          }
          return call.on(statement);
        });
  }

  private String generic(String sql) throws SQLException {
    StringBuilder numbered = new StringBuilder();
    int number = 0;
    for (String part : sql.split("\\?", -1)) {
      numbered.append(number == 0 ? "" : "$" + number).append(part);
      number++;
    }
    try (Connection connection = simple.getConnection();
        Statement explain = connection.createStatement()) {
      return rows(explain.executeQuery("EXPLAIN (GENERIC_PLAN) " + numbered));
    }
  }

  private static String rows(ResultSet plan) throws SQLException {
    List<String> lines = new ArrayList<>();
    while (plan.next()) {
      lines.add(plan.getString(1));
    }
    return String.join("\n", lines);
  }

  private interface Call {
    String name();

    Object on(Object target) throws SQLException;
  }

  private interface Answer {
    Object to(Call call, Object[] arguments) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                answer.to(
                    new Call() {
                      @Override
                      public String name() {
                        return method.getName();
                      }

                      @Override
                      public Object on(Object target) throws SQLException {
                        try {
                          return method.invoke(target, arguments);
                        } catch (InvocationTargetException e) {
                          throw (SQLException) e.getCause();
                        } catch (IllegalAccessException e) {
                          throw new AssertionError(e);
                        }
                      }
                    },
                    arguments)));
  }
}
