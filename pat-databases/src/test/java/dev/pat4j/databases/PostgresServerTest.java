package dev.pat4j.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@RequiresEngine(Engine.POSTGRESQL)
class PostgresServerTest extends ServerBehaviour {

  @Override
  DatabaseServer start() {
    return PostgresServer.start();
  }

  @Test
  void theSharedServerIsStartedOnceAndNobodyClosesIt() throws SQLException {
    PostgresServer server = PostgresServer.shared();
    assertSame(server, PostgresServer.shared());
    assertThrows(IllegalStateException.class, server::close);
    assertEquals("1", answer(server.newDatabase(), "SELECT 1"));
  }

  @Test
  void commitsReachTheDiskOnlyIfAskedTo() throws SQLException {
    Database fast = PostgresServer.shared().newDatabase();
    assertEquals("off", answer(fast, "SHOW fsync"));
    try (PostgresServer server = PostgresServer.builder().durable().start()) {
      Database durable = server.newDatabase();
      assertEquals("on", answer(durable, "SHOW fsync"));
      assertEquals("on", answer(durable, "SHOW full_page_writes"));
    }
  }

  @Test
  void aSettingReachesTheServerAndABadOneIsNamed() throws SQLException {
    PostgresServer.Builder builder = PostgresServer.builder().setting("work_mem", "8MB");
    try (PostgresServer server = builder.start()) {
      assertEquals("8MB", answer(server.newDatabase(), "SHOW work_mem"));
    }
    PostgresServer.Builder bad = PostgresServer.builder().setting("wrok_mem", "8MB");
    IllegalStateException refused = assertThrows(IllegalStateException.class, bad::start);
    assertTrue(refused.getMessage().contains("wrok_mem"), refused.getMessage());
  }

  @Test
  void sessionsAreTerminatedByTheNameOfTheirApplication() throws SQLException {
    PostgresServer server = PostgresServer.shared();
    String url = server.newDatabase().url();
    try (Connection doomed = DriverManager.getConnection(url + "&ApplicationName=doomed-1");
        Connection spared = DriverManager.getConnection(url + "&ApplicationName=spared")) {
      assertEquals(1, server.terminateBackends("doomed-%"));
      assertFalse(doomed.isValid(5));
      assertTrue(spared.isValid(5));
    }
  }
}
