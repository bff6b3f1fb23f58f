package dev.pat4j.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class ChangeOptionsTest {

  private final JdbcTokenStore.Builder builder =
      JdbcTokenStore.builder(new JdbcDataSource()).dialect(SqlDialect.H2).unverified();

  @Test
  void aBoundThatIsTooShortForTheIntervalIsRefusedWithBothNamed() {
    builder.pollEvery(Duration.ofSeconds(2)).bound(Duration.ofSeconds(3));
    String said = assertThrows(IllegalStateException.class, builder::build).getMessage();
    assertEquals(
        "bound(PT3S) is less than twice pollEvery(PT2S), so changes would hardly ever be current:"
            + " raise the one or lower the other",
        said);
    builder.bound(Duration.ofSeconds(4)).build();
  }

  @Test
  void theDefaultIntervalFollowsAShorterBound() {
    builder.bound(Duration.ofMillis(100)).build();
  }

  @Test
  void whatMakesNoSenseIsRefusedAtOnce() {
    for (Duration wrong :
        new Duration[] {
          Duration.ZERO, Duration.ofMillis(-1), Duration.ofMillis(9), Duration.ofHours(1)
        }) {
      assertThrows(IllegalArgumentException.class, () -> builder.pollEvery(wrong));
      assertThrows(IllegalArgumentException.class, () -> builder.bound(wrong));
    }
    assertThrows(NullPointerException.class, () -> builder.listenOn(null));
    assertThrows(NullPointerException.class, () -> builder.threads(null));
  }

  @Test
  void nothingIsAskedAndNoThreadStartsBeforeSomebodySubscribes() {
    builder
        .threads(
            task -> {
              throw new AssertionError("a thread was started");
            })
        .build()
        .changes();
  }
}
