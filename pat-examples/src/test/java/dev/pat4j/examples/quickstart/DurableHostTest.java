package dev.pat4j.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.IssuedToken;
import dev.pat4j.Rejected;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verified;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DurableHostTest {

  @TempDir Path folder;

  @Test
  void aTokenOutlivesItsHostAndDiesOnEveryNode() throws Exception {
    String secret;
    IssuedToken issued;
    try (Pool pool = new Pool(file());
        DurableHost host = new DurableHost(pool.connections, file())) {
      issued = host.tokens().issue(TokenRequest.forOwner("ada").neverExpires().build());
      secret = issued.secret().reveal();
    }
    try (Pool pool = new Pool(file());
        DurableHost one = new DurableHost(pool.connections, file());
        DurableHost other = new DurableHost(pool.connections, file())) {
      awaitHits(other, secret);
      assertTrue(one.tokens().ownedBy("ada").revoke(issued.token().id(), "lost"));
      assertInstanceOf(Rejected.class, one.tokens().verify(secret));
      Thread.sleep(1_000); // the bound
      assertInstanceOf(Rejected.class, other.tokens().verify(secret));
    }
  }

  private static void awaitHits(DurableHost node, String secret) throws InterruptedException {
    while (node.cached().statistics().hits() == 0) {
      assertInstanceOf(Verified.class, node.tokens().verify(secret));
      Thread.sleep(10);
    }
    assertEquals(1, node.cached().statistics().tokens());
  }

  private DataSource file() {
    JdbcDataSource file = new JdbcDataSource();
    file.setURL("jdbc:h2:" + folder.resolve("tokens"));
    file.setUser("sa");
    return file;
  }

  private static final class Pool implements AutoCloseable {
    private final JdbcConnectionPool connections;

    Pool(DataSource file) {
      connections = JdbcConnectionPool.create((JdbcDataSource) file);
    }

    @Override
    public void close() {
      connections.dispose();
    }
  }
}
