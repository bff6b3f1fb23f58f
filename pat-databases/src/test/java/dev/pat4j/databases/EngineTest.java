package dev.pat4j.databases;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Each engine gives a database of its kind, which is reached in every way. */
class EngineTest {

  private static final String VERSION = "SELECT version()";

  @Test
  void h2() throws SQLException {
    reach(Engine.H2, "SELECT H2VERSION()", "2\\..*");
  }

  @Test
  @RequiresEngine(Engine.POSTGRESQL)
  void postgreSql() throws SQLException {
    reach(Engine.POSTGRESQL, VERSION, "PostgreSQL 18\\..*");
  }

  @Test
  @RequiresEngine(Engine.POSTGRESQL_FLOOR)
  void postgreSqlOfTheFloor() throws SQLException {
    reach(Engine.POSTGRESQL_FLOOR, VERSION, "PostgreSQL 13\\..*");
  }

  @Test
  @RequiresEngine(Engine.MARIADB)
  void mariaDb() throws SQLException {
    reach(Engine.MARIADB, VERSION, "1\\d\\..*MariaDB.*");
  }

  @Test
  @RequiresEngine(Engine.MYSQL)
  void mySql() throws SQLException {
    reach(Engine.MYSQL, VERSION, "8\\.0\\..*");
  }

  @Test
  void h2HasNoServerToHarm() {
    assertThrows(UnsupportedOperationException.class, Engine.H2::start);
    assertThrows(UnsupportedOperationException.class, Engine.H2::shared);
  }

  private static void reach(Engine engine, String question, String answer) throws SQLException {
    Database database = engine.newDatabase();
    String version = ServerBehaviour.answer(database, question);
    assertTrue(version.matches(answer), version);
    try (Connection connection = DriverManager.getConnection(database.url())) {
      assertTrue(connection.isValid(5));
    }
    try (HikariDataSource pool = database.pool(2);
        Connection connection = pool.getConnection()) {
      assertTrue(connection.isValid(5));
    }
  }
}
