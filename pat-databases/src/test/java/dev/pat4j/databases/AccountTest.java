package dev.pat4j.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccountTest {

  /** Only those that work here: an ordinary user is not asked for a password by su. */
  static Stream<Account> ways() {
    return Stream.of(Account.values()).filter(Account::works);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whateverTheWayTheServerIsNotRoot(Account account) {
    String id = Programs.output(account.command(List.of("id", "-u"))).strip();
    assertNotEquals("0", id);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void argumentsArriveAsTheyWereGiven(Account account) {
    String hostile = "it's $HOME \"quoted\" \\ *\n--end";
    String said = Programs.output(account.command(List.of("printf", "%s", hostile)));
    assertEquals(hostile, said);
  }

  @ParameterizedTest
  @MethodSource("ways")
  @RequiresEngine(Engine.POSTGRESQL)
  void aServerRunsEveryWay(Account account) throws SQLException {
    try (PostgresServer server = PostgresServer.builder().account(account).start()) {
      Database database = server.newDatabase();
      server.pause();
      server.kill();
      server.restart();
      assertEquals("1", ServerBehaviour.answer(database, "SELECT 1"));
      server.stop();
    }
  }

  @Test
  void oneIsFound() {
    assertTrue(Account.ofServers().works());
  }
}
