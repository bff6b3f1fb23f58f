package dev.pat4j.jdbc;

import static java.util.Objects.requireNonNull;

import dev.pat4j.store.EventLog;
import dev.pat4j.store.LoggedEvent;
import dev.pat4j.store.TokenId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link EventLog} in the tables of {@link JdbcSchema}, on the same databases as {@link
 * JdbcTokenStore}.
 *
 * <pre>{@code
 * EventLog log = JdbcEventLog.on(dataSource);
 * PersonalAccessTokens tokens = PersonalAccessTokens.builder(store)
 *     .listener(TokenListener.recordingIn(log))
 *     .build();
 * }</pre>
 *
 * <p>Each call borrows a connection and gives it back; no transaction stays open, and each
 * statement ends after 5 seconds. A failure is a {@link dev.pat4j.store.TokenStoreException}. An
 * entry that cannot be read is left out, and an error in the log names it. Making one asks the
 * database nothing: {@link JdbcSchema#verify} does. Immutable, thread-safe, blocking, friendly to
 * virtual threads.
 */
public final class JdbcEventLog implements EventLog {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcEventLog.class);

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MOST_PURGED_AT_ONCE = 512;

  private static final String INSERT =
      "INSERT INTO pat_event (happened_at, token_id, owner, kind, actor, address, detail)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";

  private static final String LATEST =
      "SELECT seq, happened_at, token_id, owner, kind, actor, address, detail FROM pat_event"
          + " WHERE token_id = ? AND owner = ? ORDER BY happened_at DESC, seq DESC LIMIT ?";

  private static final String OLDEST =
      "SELECT seq FROM pat_event WHERE happened_at < ? ORDER BY happened_at LIMIT ?";

  private final Transactions transactions;

  private JdbcEventLog(DataSource dataSource) {
    this.transactions = new Transactions(dataSource, TIMEOUT);
  }

  /** A log over this data source, usually a pool. */
  public static JdbcEventLog on(DataSource dataSource) {
    return new JdbcEventLog(requireNonNull(dataSource, "dataSource"));
  }

  @Override
  public void append(LoggedEvent event) {
    long at = Millis.clamped(event.at());
    if (!Millis.isPossible(at)) {
      throw new IllegalArgumentException("an event is within " + Millis.RANGE);
    }
    transactions.write("append an event", session -> insert(session, event, at));
  }

  @Override
  public List<LoggedEvent> latest(String owner, TokenId tokenId, int limit) {
    requireNonNull(owner, "owner");
    requireNonNull(tokenId, "token id");
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("1 to " + MOST + " events can be read, not " + limit);
    }
    return transactions.read("read events", session -> latest(session, owner, tokenId, limit));
  }

  @Override
  public int purge(Instant before, int limit) {
    long time = Millis.clamped(before.truncatedTo(ChronoUnit.MILLIS));
    if (limit < 1) {
      throw new IllegalArgumentException("a purge removes at least 1 event, not " + limit);
    }
    int removed = 0;
    while (removed < limit) {
      int step = Integer.highestOneBit(Math.min(limit - removed, MOST_PURGED_AT_ONCE));
      List<Long> oldest =
          transactions.read("find events to purge", session -> oldest(session, time, step));
      if (oldest.isEmpty()) {
        break;
      }
      removed += transactions.write("purge events", session -> delete(session, oldest));
    }
    return removed;
  }

  private static boolean insert(Session session, LoggedEvent event, long at) throws SQLException {
    try (PreparedStatement insert = session.prepare(INSERT)) {
      new Parameters(insert)
          .add(at)
          .add(event.tokenId())
          .add(event.owner())
          .add(event.kind())
          .add(event.actor().orElse(null))
          .add(event.address().orElse(null))
          .add(event.detail().orElse(null));
      return insert.executeUpdate() == 1;
    }
  }

  private static List<LoggedEvent> latest(Session session, String owner, TokenId tokenId, int limit)
      throws SQLException {
    try (PreparedStatement select = session.prepare(LATEST)) {
      new Parameters(select).add(tokenId).add(owner).add((long) limit);
      List<LoggedEvent> events = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          // Asked again: MySQL overlooks blanks at the end, a table made by hand may more.
          if (owner.equals(rows.getString("owner"))) {
            read(rows).ifPresent(events::add);
          }
        }
      }
      return events;
    }
  }

  private static Optional<LoggedEvent> read(ResultSet row) throws SQLException {
    try {
      long at = row.getLong("happened_at");
      if (!Millis.isPossible(at)) {
        throw new IllegalArgumentException("happened_at is not within " + Millis.RANGE);
      }
      LoggedEvent event =
          LoggedEvent.of(
              Instant.ofEpochMilli(at),
              new TokenId(row.getLong("token_id")),
              row.getString("owner"),
              row.getString("kind"));
      String actor = row.getString("actor");
      String address = row.getString("address");
      String detail = row.getString("detail");
      event = actor == null ? event : event.by(actor);
      event = address == null ? event : event.from(address);
      return Optional.of(detail == null ? event : event.saying(detail));
    } catch (IllegalArgumentException e) {
      LOG.error(
          "an event cannot be read, and is left out: pat_event, seq {}: {}; mend or delete the row",
          row.getLong("seq"),
          e.getMessage());
      return Optional.empty();
    }
  }

  private static List<Long> oldest(Session session, long before, int most) throws SQLException {
    try (PreparedStatement select = session.prepare(OLDEST)) {
      new Parameters(select).add(before).add((long) most);
      List<Long> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getLong(1));
        }
      }
      // A power of two of them, so that there are few texts.
      return found.subList(0, Integer.highestOneBit(found.size()));
    }
  }

  private static int delete(Session session, List<Long> numbers) throws SQLException {
    String sql = "DELETE FROM pat_event WHERE seq IN (" + Statements.marks(numbers.size()) + ")";
    try (PreparedStatement delete = session.prepare(sql)) {
      Parameters parameters = new Parameters(delete);
      for (Long number : numbers) {
        parameters.add(number);
      }
      return delete.executeUpdate();
    }
  }
}
