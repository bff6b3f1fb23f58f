package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.pat4j.Lab.Held;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writing that no request waits for is done an interval later, by whoever the host says. */
class DeferredTest {

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final AtomicBoolean down = new AtomicBoolean();

  private Lab with(Executor executor) {
    return new Lab(
        new InMemoryTokenStore(),
        store ->
            new DelegatingStore(store) {
              @Override
              public void touch(Map<TokenId, LastUse> uses) {
                if (down.get()) {
                  throw new IllegalStateException("down");
                }
                super.touch(uses);
              }
            },
        b -> b.executor(executor).lastUseInterval(Duration.ofMillis(1)));
  }

  private Runnable nextTask() throws InterruptedException {
    Runnable task = tasks.poll(20, TimeUnit.SECONDS);
    assertNotNull(task, "nothing was scheduled");
    return task;
  }

  private void assertNothingIsScheduled() throws InterruptedException {
    assertNull(tasks.poll(50, TimeUnit.MILLISECONDS));
  }

  private static boolean isWritten(Lab lab, Held held) {
    return lab.row(held.id()).lastUse().isPresent();
  }

  @Test
  void aUseIsWrittenLaterByTheExecutorAndByNobodyElse() throws InterruptedException {
    Lab lab = with(tasks::add);
    Held held = lab.issue();
    lab.verified(held.text());
    Runnable task = nextTask();
    assertFalse(isWritten(lab, held));

    task.run();

    assertTrue(isWritten(lab, held));
    assertNothingIsScheduled();
  }

  @Test
  void whileATaskWaitsNoOtherIsMadeAndAfterItOneIs() throws InterruptedException {
    Lab lab = with(tasks::add);
    Held held = lab.issue();
    lab.verified(held.text());
    Runnable task = nextTask();
    lab.verified(lab.issue().text());
    lab.clock.advance(Duration.ofMinutes(5));
    lab.verified(held.text());
    assertNothingIsScheduled();

    task.run();
    lab.clock.advance(Duration.ofMinutes(5));
    lab.verified(held.text());
    nextTask().run();
    assertEquals(
        Instant.parse("2026-03-01T12:10:00Z"), lab.row(held.id()).lastUse().orElseThrow().at());
  }

  @Test
  void aStoreThatIsDownIsTriedAgainUntilItIsNot() throws InterruptedException {
    Lab lab = with(tasks::add);
    Held held = lab.issue();
    lab.verified(held.text());
    down.set(true);
    nextTask().run();
    nextTask().run();
    down.set(false);
    nextTask().run();

    assertTrue(isWritten(lab, held));
    assertNothingIsScheduled();
  }

  @Test
  void anErrorOfTheStoreIsThrownToTheExecutorAndTriedAgain() throws InterruptedException {
    AtomicBoolean broken = new AtomicBoolean(true);
    Lab lab =
        new Lab(
            new InMemoryTokenStore(),
            store ->
                new DelegatingStore(store) {
                  @Override
                  public void touch(Map<TokenId, LastUse> uses) {
                    if (broken.getAndSet(false)) {
                      throw new LinkageError("no such driver");
                    }
                    super.touch(uses);
                  }
                },
            b -> b.executor(tasks::add).lastUseInterval(Duration.ofMillis(1)));
    Held held = lab.issue();
    lab.verified(held.text());

    assertThrows(LinkageError.class, nextTask()::run);
    nextTask().run();
    assertTrue(isWritten(lab, held));
  }

  @Test
  @Timeout(30)
  void anExecutorThatRefusesHarmsNoRequestAndIsAskedAgainAfterTheNextUse() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicBoolean full = new AtomicBoolean(true);
    Lab lab =
        with(
            task -> {
              if (full.get()) {
                asked.countDown();
                throw new RejectedExecutionException("full");
              }
              tasks.add(task);
            });
    try (CapturedLog log = new CapturedLog()) {
      Held held = lab.issue();
      lab.verified(held.text());
      asked.await();
      while (log.lines(Level.WARN).isEmpty()) {
        Thread.onSpinWait();
      }
      assertEquals(
          List.of("WARN the executor refused to write last uses; they are kept for the next try"),
          log.lines(Level.WARN));

      full.set(false);
      lab.clock.advance(Duration.ofMinutes(5));
      lab.verified(held.text());
      nextTask().run();
      assertTrue(isWritten(lab, held));
    }
  }

  @Test
  void anExecutorThatNeverRunsLosesNothingThatIsFlushed() {
    Lab lab = with(task -> {});
    Held held = lab.issue();
    for (int i = 0; i < 10; i++) {
      lab.clock.advance(Duration.ofMinutes(5));
      lab.verified(held.text());
    }
    assertFalse(isWritten(lab, held));

    lab.tokens.flush();

    assertEquals(
        Instant.parse("2026-03-01T12:50:00Z"), lab.row(held.id()).lastUse().orElseThrow().at());
  }

  @Test
  void afterClosingNothingIsScheduledAndWhatIsStillScheduledDoesNothing()
      throws InterruptedException {
    Lab lab = with(tasks::add);
    Held held = lab.issue();
    lab.verified(held.text());
    Runnable task = nextTask();
    lab.tokens.close();
    assertTrue(isWritten(lab, held));
    lab.store.forget();

    lab.clock.advance(Duration.ofMinutes(5));
    lab.verified(held.text());
    task.run();

    assertEquals(List.of("findByDigest"), lab.store.calls());
    assertNothingIsScheduled();
    lab.tokens.flush();
    assertEquals(List.of("findByDigest", "touch"), lab.store.calls());
    lab.tokens.close();
  }

  @Test
  void closingAStoreThatIsDownDoesNotFail() {
    Lab lab = with(tasks::add);
    lab.verified(lab.issue().text());
    down.set(true);

    assertDoesNotThrow(lab.tokens::close);
  }

  @Test
  void aRowToBeReKeyedIsScheduledLikeAUse() throws InterruptedException {
    Lab before = new Lab();
    Held held = before.issue();
    before.verified(held.text());
    before.tokens.flush();
    Lab lab =
        new Lab(
            before.rows,
            b ->
                b.executor(tasks::add)
                    .lastUseInterval(Duration.ofMillis(1))
                    .hasher(
                        TokenHasher.hmacSha256("k1", new byte[32])
                            .replacing(TokenHasher.sha256())));
    lab.verified(held.text());
    nextTask().run();

    assertEquals("k1", lab.row(held.id()).hashKeyId());
    assertNothingIsScheduled();
  }

  @Test
  void theIntervalIsFromAMillisecondToADay() {
    PersonalAccessTokens.Builder builder = PersonalAccessTokens.builder(new InMemoryTokenStore());
    for (Duration interval :
        List.of(
            Duration.ZERO,
            Duration.ofNanos(999_999),
            Duration.ofDays(-1),
            Duration.ofDays(1).plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      assertEquals(
          "the last use interval is from a millisecond to a day, not " + interval,
          assertThrows(IllegalArgumentException.class, () -> builder.lastUseInterval(interval))
              .getMessage());
    }
    builder.lastUseInterval(Duration.ofMillis(1)).lastUseInterval(Duration.ofDays(1)).build();
  }

  @Test
  void anInactivityLimitThatATokenInUseMightMeetIsRefused() {
    PersonalAccessTokens.Builder builder =
        PersonalAccessTokens.builder(new InMemoryTokenStore())
            .lastUseInterval(Duration.ofMinutes(5));
    TokenPolicy tight = TokenPolicy.builder().inactivityLimit(Duration.ofMinutes(6)).build();
    TokenPolicy enough =
        TokenPolicy.builder().inactivityLimit(Duration.ofMinutes(6).plusMillis(1)).build();

    assertEquals(
        "the inactivity limit must be longer than the last use interval and a minute, PT6M, not"
            + " PT6M",
        assertThrows(IllegalArgumentException.class, () -> builder.policy(tight).build())
            .getMessage());
    builder.policy(enough).build();
  }
}
