package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.databases.Database;
import dev.pat4j.databases.Engine;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An instant is the same one whatever the zone of the JVM that wrote it, or of the session. */
class TimeZonesTest {

  private final TimeZone before = TimeZone.getDefault();

  @AfterEach
  void putBack() {
    TimeZone.setDefault(before);
  }

  @ParameterizedTest
  @EnumSource(value = Engine.class, names = "POSTGRESQL_FLOOR", mode = EnumSource.Mode.EXCLUDE)
  void whatIsWrittenInOneZoneIsReadInAnother(Engine engine) {
    Database database = Fresh.migrated(engine);
    // Hours that zones skip or show twice, an odd offset, and both ends.
    List<Instant> instants =
        List.of(
            Instant.parse("2026-03-29T01:30:00.500Z"),
            Instant.parse("2026-10-25T00:30:00.500Z"),
            Instant.parse("2026-10-03T15:45:00.001Z"),
            Instant.parse("1969-12-31T23:59:59.999Z"),
            Instant.parse("9999-12-31T23:59:59.999Z"));
    List<StoredToken> rows = new ArrayList<>();
    for (Instant instant : instants) {
      rows.add(Tokens.of(rows.size() + 1L, "ada").issuedAt(instant).expiresAt(instant).build());
    }
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
    try (HikariDataSource pool = in(engine, database, "+05:45")) {
      JdbcTokenStore store = JdbcTokenStore.builder(pool).build();
      rows.forEach(row -> assertTrue(store.insert(row)));
      store.touch(Map.of(Tokens.id(1), Tokens.usedAt(instants.get(0))));
    }
    TimeZone.setDefault(TimeZone.getTimeZone("Australia/Lord_Howe"));
    try (HikariDataSource pool = in(engine, database, "-11:30")) {
      JdbcTokenStore store = JdbcTokenStore.builder(pool).build();
      rows.set(0, rows.get(0).toBuilder().lastUse(Tokens.usedAt(instants.get(0))).build());
      assertEquals(rows, store.find(TokenQuery.all()));
      assertEquals(
          List.of(rows.get(1)),
          store.find(
              TokenQuery.all().expiringBetween(instants.get(1), instants.get(1).plusMillis(1))));
      assertEquals(1, store.purge(Instant.EPOCH, 10), "the one of 1969");
    }
  }

  private static HikariDataSource in(Engine engine, Database database, String offset) {
    HikariConfig config = Fresh.config(database);
    config.setConnectionInitSql(
        switch (engine) {
          case H2, POSTGRESQL, POSTGRESQL_FLOOR ->
              "SET TIME ZONE INTERVAL '" + offset + "' HOUR TO MINUTE";
          case MARIADB, MYSQL -> "SET time_zone = '" + offset + "'";
        });
    return new HikariDataSource(config);
  }
}
