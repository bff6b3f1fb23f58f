package dev.pat4j.cluster;

import dev.pat4j.OwnerDirectory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Accounts that can be disabled, in a table that is read at every request: so there is nothing that
 * a node could have missed. It costs each request a read, which most hosts will not pay.
 */
final class Accounts implements OwnerDirectory {

  private final DataSource database;

  private Accounts(DataSource database) {
    this.database = database;
  }

  /** Makes the table if it is not there. */
  static Accounts in(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      try {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS disabled_account (name VARCHAR(255) PRIMARY KEY)");
      } catch (SQLException another) {
        // Two nodes that make it at once collide on some databases; then it is there.
        statement.execute("SELECT 1 FROM disabled_account WHERE 1 = 0");
      }
    }
    return new Accounts(database);
  }

  @Override
  public boolean isActive(String owner) {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT 1 FROM disabled_account WHERE name = ?")) {
      select.setString(1, owner);
      return !select.executeQuery().next();
    } catch (SQLException e) {
      throw new IllegalStateException("the accounts cannot be read", e);
    }
  }

  void disable(String owner) throws SQLException {
    change("INSERT INTO disabled_account (name) VALUES (?)", owner);
  }

  void enable(String owner) throws SQLException {
    change("DELETE FROM disabled_account WHERE name = ?", owner);
  }

  private void change(String sql, String owner) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, owner);
      statement.executeUpdate();
    }
  }
}
