package dev.pat4j.jdbc;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.databases.Engine;
import dev.pat4j.databases.RequiresEngine;
import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.LastUse;
import dev.pat4j.store.TokenId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What goes over the wire to PostgreSQL for a verification, once its statement has been used a few
 * times: the values of a statement that the server has prepared, in binary, and nothing else.
 */
@RequiresEngine(Engine.POSTGRESQL)
class WireTest {

  /** The driver's threshold is 5. */
  private static final int A_FEW_TIMES = 7;

  /** Bind, Execute, Sync. */
  private static final String ONE_ROUND_TRIP = "BES";

  private HikariDataSource pool;

  @BeforeEach
  void open() {
    HikariConfig config = Fresh.config(Fresh.migrated(Engine.POSTGRESQL));
    config.setMaximumPoolSize(1);
    config.addDataSourceProperty("socketFactory", RecordingSockets.class.getName());
    pool = new HikariDataSource(config);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  @DisplayName("threat 31: a verification is one round trip, whether the token is known or not")
  void aVerificationIsOneRoundTripOfBinaryValues() {
    JdbcTokenStore store = JdbcTokenStore.builder(pool).build();
    try (PersonalAccessTokens tokens = PersonalAccessTokens.builder(store).build()) {
      String token =
          tokens.issue(TokenRequest.forOwner("ada").neverExpires().build()).secret().reveal();
      for (String presented : List.of(token, "pat_QdwULL38u41vs1OcAjhKqcaSZ9W63r0Zu4ln")) {
        Sent sent = sent(() -> tokens.verify(presented));
        assertEquals(ONE_ROUND_TRIP, sent.types());
        assertEquals(1, sent.flushes());
        assertEquals("1 binary of 32 bytes", sent.parameters());
      }
    }
  }

  @Test
  void soIsOneThatReadsForMany() {
    LookUps lookUps = new LookUps(new Transactions(pool, Duration.ofSeconds(5)));
    List<TokenDigest> digests = LongStream.range(0, 50).mapToObj(Tokens::digest).toList();
    Sent sent = sent(() -> lookUps.byDigests(digests));
    assertEquals(ONE_ROUND_TRIP, sent.types());
    assertEquals("64 binary of 32 bytes", sent.parameters());
  }

  /** Two round trips: what begins the transaction is sent along with its one statement. */
  @Test
  void aThousandLastUsesAreTwoRoundTrips() {
    JdbcTokenStore store = JdbcTokenStore.builder(pool).build();
    Map<TokenId, LastUse> uses = new HashMap<>();
    LongStream.range(1, 1_000)
        .forEach(number -> uses.put(Tokens.id(number), Tokens.usedAt(Tokens.NOON)));
    Sent sent = sent(() -> store.touch(uses));
    assertEquals("Q" + ONE_ROUND_TRIP + ONE_ROUND_TRIP, sent.types(), "BEGIN; UPDATE; COMMIT");
    assertEquals(2, sent.flushes());
  }

  /**
   * The least of several times: a pool asks a connection that has rested whether it still lives.
   */
  private static Sent sent(Runnable call) {
    for (int time = 0; time < A_FEW_TIMES; time++) {
      call.run();
    }
    Sent least = sentNow(call);
    for (int time = 0; time < A_FEW_TIMES; time++) {
      Sent sent = sentNow(call);
      least = sent.messages().size() < least.messages().size() ? sent : least;
    }
    return least;
  }

  private static Sent sentNow(Runnable call) {
    RecordingSockets.forget();
    call.run();
    return new Sent(RecordingSockets.messages(), RecordingSockets.flushes());
  }

  private record Sent(List<RecordingSockets.Message> messages, int flushes) {

    String types() {
      return messages.stream().map(message -> String.valueOf(message.type())).collect(joining());
    }

    /** How many there are in the first message, a Bind, in which format, of which lengths. */
    String parameters() {
      ByteBuffer body = messages.get(0).body();
      skipName(body);
      skipName(body);
      List<Short> formats = new ArrayList<>();
      for (int left = body.getShort(); left > 0; left--) {
        formats.add(body.getShort());
      }
      int count = body.getShort();
      List<Integer> lengths = new ArrayList<>();
      for (int parameter = 0; parameter < count; parameter++) {
        int length = body.getInt();
        lengths.add(length);
        body.position(body.position() + length);
      }
      String format = formats.stream().allMatch(code -> code == 1) ? "binary" : "of " + formats;
      return count + " " + format + " of " + lengths.stream().distinct().toList().get(0) + " bytes";
    }
  }

  private static void skipName(ByteBuffer body) {
    while (body.get() != 0) {
      // A name ends with a zero.
    }
  }
}
