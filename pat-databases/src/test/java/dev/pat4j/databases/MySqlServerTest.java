package dev.pat4j.databases;

import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

@RequiresEngine(Engine.MYSQL)
class MySqlServerTest extends ServerBehaviour {

  @Override
  DatabaseServer start() {
    return MySqlServer.start();
  }

  @Test
  void theSharedServerIsStartedOnce() {
    assertSame(MySqlServer.shared(), MySqlServer.shared());
  }
}
