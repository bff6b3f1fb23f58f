package dev.pat4j.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;

/**
 * Stands between the store and a real database: writes down every call of a connection and of its
 * statements, and lets a test make some of them fail.
 */
final class Meddler {

  /** May throw before a call is made. */
  interface Fault {
    void before(String call) throws SQLException;
  }

  private final DataSource real;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private volatile Fault fault = call -> {};

  Meddler(DataSource real) {
    this.real = real;
  }

  /**
   * From now on, {@code call} being {@code commit}, {@code executeUpdate UPDATE …} and the like.
   */
  void meddle(Fault newFault) {
    calls.clear();
    fault = newFault;
  }

  /** So many times at calls that begin so, and then no more. */
  void fail(String beginning, int times, SQLException failure) {
    int[] left = {times};
    meddle(
        call -> {
          if (call.startsWith(beginning) && left[0]-- > 0) {
            throw failure;
          }
        });
  }

  /** Those that begin so. */
  List<String> calls(String beginning) {
    return List.copyOf(calls).stream().filter(call -> call.startsWith(beginning)).toList();
  }

  DataSource dataSource() {
    return wrap(DataSource.class, real, "");
  }

  private <T> T wrap(Class<T> type, Object target, String sql) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> call(target, method, arguments, sql));
    return type.cast(proxy);
  }

  private Object call(Object target, Method method, Object[] arguments, String sql)
      throws Throwable {
    String call = named(method, arguments, sql);
    calls.add(call);
    fault.before(call);
    Object result;
    try {
      result = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (result instanceof PreparedStatement) {
      return wrap(PreparedStatement.class, result, (String) arguments[0]);
    }
    if (result instanceof Statement) {
      return wrap(Statement.class, result, "of no text");
    }
    boolean asked = method.getName().equals("getConnection");
    return asked && target == real ? wrap(Connection.class, result, "") : result;
  }

  private static String named(Method method, Object[] arguments, String sql) {
    String told =
        switch (method.getName()) {
          case "prepareStatement", "setAutoCommit", "setQueryTimeout" -> arguments[0] + " ";
          case "setNetworkTimeout" -> arguments[1] + " ";
          default -> "";
        };
    return (method.getName() + " " + told + sql).strip();
  }
}
