package dev.pat4j.cache;

import static dev.pat4j.cache.Rows.digest;
import static dev.pat4j.cache.Rows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The two parts agree, whatever comes between a step on the one and a step on the other. */
class HeldRowsTest {

  private int times;
  private Runnable meanwhile = () -> {};

  private final HeldRows rows =
      new HeldRows(new Limits(10, Duration.ofMinutes(10), 10, Duration.ofMinutes(10), this::tick));

  /** The clock is read before a row is put into the index, and when room is made for it. */
  private long tick() {
    times++;
    if (times == 2) {
      meanwhile.run();
    }
    return 0;
  }

  @Test
  @DisplayName("threat 28: what is forgotten while it is put is not held")
  void whatIsForgottenHalfwayIsNotHeld() {
    meanwhile = () -> rows.forget(digest(1));
    rows.put(row(1));
    assertNull(rows.find(digest(1)));
    assertEquals(0, rows.size(), "nor does it take room");
  }

  @Test
  void whatIsPutAnewHalfwayIsHeldOnce() {
    meanwhile = () -> rows.put(row(1));
    rows.put(row(1));
    assertEquals(row(1), rows.find(digest(1)));
    assertEquals(1, rows.size());
    rows.forget(digest(1));
    assertNull(rows.find(digest(1)));
    assertEquals(0, rows.size());
  }

  @Test
  @DisplayName("threat 10: an age below the minute in which nobody asks is kept, too")
  void aShortAgeIsKept() {
    AtomicLong now = new AtomicLong();
    Duration age = Duration.ofSeconds(10);
    HeldRows brief = new HeldRows(new Limits(10, age, 10, age, now::get));
    brief.put(row(1));
    now.set(age.toNanos() - 1_000);
    assertEquals(row(1), brief.find(digest(1)));
    now.set(age.toNanos());
    assertNull(brief.find(digest(1)));
  }
}
