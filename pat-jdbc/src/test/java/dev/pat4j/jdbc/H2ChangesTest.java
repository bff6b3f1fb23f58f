package dev.pat4j.jdbc;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class H2ChangesTest extends ChangesContract {

  @Override
  DataSource createDatabase() {
    JdbcDataSource memory = new JdbcDataSource();
    memory.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    return memory;
  }

  @Override
  JdbcTokenStore.Builder configure(JdbcTokenStore.Builder builder) {
    return builder.pollEvery(often());
  }
}
