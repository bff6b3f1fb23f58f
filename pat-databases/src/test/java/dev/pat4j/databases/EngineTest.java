package dev.pat4j.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineTest {

  @ParameterizedTest
  @EnumSource
  void eachGivesADatabaseThatIsReachedInEveryWay(Engine engine) throws SQLException {
    assumeTrue(engine.missing().isEmpty(), () -> engine.missing().orElseThrow());
    Database database = engine.newDatabase();
    assertEquals("1", ServerBehaviour.answer(database, "SELECT 1"));
    try (Connection connection = DriverManager.getConnection(database.url())) {
      assertTrue(connection.isValid(5));
    }
    try (HikariDataSource pool = database.pool(2);
        Connection connection = pool.getConnection()) {
      assertTrue(connection.isValid(5));
    }
  }

  @Test
  void h2HasNoServerToHarm() {
    assertThrows(UnsupportedOperationException.class, Engine.H2::start);
    assertThrows(UnsupportedOperationException.class, Engine.H2::shared);
  }
}
