package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flyway and Liquibase run the scripts as they are, and agree with this library on the result. */
class OtherToolsTest {

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void flywayRunsTheScripts(Engine engine) {
    DataSource dataSource = withTablesOfTheHost(engine);
    MigrateResult first = flyway(engine, dataSource).migrate();
    assertEquals(2, first.migrationsExecuted);
    assertComplete(dataSource);
    assertEquals(0, flyway(engine, dataSource).migrate().migrationsExecuted);
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"H2", "POSTGRESQL"})
  void flywayTakesOverWhatThisLibraryMade(Engine engine) {
    DataSource dataSource = withTablesOfTheHost(engine);
    JdbcSchema.migrate(dataSource);
    JdbcTokenStore.builder(dataSource).build().insert(Tokens.full(2));
    assertEquals(2, flyway(engine, dataSource).migrate().migrationsExecuted);
    assertComplete(dataSource);
    assertTrue(JdbcTokenStore.builder(dataSource).build().findById(Tokens.id(2)).isPresent());
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void liquibaseRunsTheScripts(Engine engine) throws Exception {
    DataSource dataSource = withTablesOfTheHost(engine);
    for (String script : List.of("V1__tokens.sql", "V2__events.sql", "V1__tokens.sql")) {
      try (Connection connection = dataSource.getConnection()) {
        liquibase.database.Database database =
            DatabaseFactory.getInstance()
                .findCorrectDatabaseImplementation(new JdbcConnection(connection));
        try (Liquibase liquibase =
            new Liquibase(
                JdbcSchema.scripts(Fresh.dialect(engine)) + "/" + script,
                new ClassLoaderResourceAccessor(),
                database)) {
          liquibase.update();
        }
      }
    }
    JdbcSchema.verify(dataSource);
    assertComplete(dataSource);
  }

  private static DataSource withTablesOfTheHost(Engine engine) {
    Database database = Fresh.empty(engine);
    Fresh.execute(database.dataSource(), "CREATE TABLE things_of_the_host (id BIGINT)");
    return database.dataSource();
  }

  /** As the javadoc of {@link JdbcSchema} says. */
  private static Flyway flyway(Engine engine, DataSource dataSource) {
    return Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:" + JdbcSchema.scripts(Fresh.dialect(engine)))
        .table("pat_flyway_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  private static void assertComplete(DataSource dataSource) {
    JdbcSchema.migrate(dataSource);
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    assertTrue(store.insert(Tokens.full(1)));
    assertTrue(store.delete(Tokens.id(1)));
  }
}
