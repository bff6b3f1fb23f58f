package dev.pat4j.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2DatabasesTest {

  @Test
  void aDatabaseInMemoryIsNewAndOutlivesItsConnections() throws SQLException {
    Database database = H2Databases.inMemory();
    ServerBehaviour.execute(database, "CREATE TABLE t (a INT)");
    assertEquals("0", ServerBehaviour.answer(database, "SELECT count(*) FROM t"));
    Database other = H2Databases.inMemory();
    assertThrows(SQLException.class, () -> ServerBehaviour.answer(other, "SELECT count(*) FROM t"));
  }

  @Test
  void aDatabaseInAFolderIsThereTheNextTime(@TempDir Path folder) throws SQLException {
    ServerBehaviour.execute(H2Databases.inFolder(folder), "CREATE TABLE t (a INT)");
    Database again = H2Databases.inFolder(folder);
    assertEquals("0", ServerBehaviour.answer(again, "SELECT count(*) FROM t"));
  }

  @Test
  void aWrongPasswordIsRefused(@TempDir Path folder) {
    for (Database database :
        new Database[] {H2Databases.inMemory(), H2Databases.inFolder(folder)}) {
      assertThrows(
          SQLException.class,
          () -> database.dataSource(database.user(), "wrong").getConnection().close());
    }
  }
}
