package dev.pat4j.databases;

import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

@RequiresEngine(Engine.MARIADB)
class MariaDbServerTest extends ServerBehaviour {

  @Override
  DatabaseServer start() {
    return MariaDbServer.start();
  }

  @Test
  void theSharedServerIsStartedOnce() {
    assertSame(MariaDbServer.shared(), MariaDbServer.shared());
  }
}
