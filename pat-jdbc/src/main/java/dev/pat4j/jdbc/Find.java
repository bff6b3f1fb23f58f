package dev.pat4j.jdbc;

import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link TokenQuery} in SQL: each condition means what {@link TokenQuery#matches} says. */
final class Find {

  private static final Logger LOG = LoggerFactory.getLogger(Find.class);

  private final TokenQuery query;
  private final StringBuilder sql = new StringBuilder(Statements.SELECT);
  private final List<Object> values = new ArrayList<>();

  Find(TokenQuery query) {
    this.query = query;
    sql.append("id > ?");
    query.owner().ifPresent(owner -> and("owner = ?", owner));
    query.liveAt().ifPresent(this::andLiveAt);
    query.revoked().ifPresent(is -> and(is ? "revoked_at IS NOT NULL" : "revoked_at IS NULL"));
    query.inactiveSince().ifPresent(this::andInactiveSince);
    if (query.isNeverUsed()) {
      and("last_used_at IS NULL");
    }
    query.expiringFrom().ifPresent(from -> and("expires_at >= ?", Millis.clamped(from)));
    query.expiringTo().ifPresent(to -> and("expires_at < ?", Millis.clamped(to)));
    query.unwarnedWithin().ifPresent(this::andUnwarned);
    query.anyScope().ifPresent(this::andAnyScope);
    query.family().ifPresent(family -> and("family = ?", family.value()));
    query.mintedBy().ifPresent(parent -> and("minted_by = ?", parent.value()));
    query.hashKeyId().ifPresent(keyId -> and("hash_key_id = ?", keyId));
    sql.append(" ORDER BY id LIMIT ?");
  }

  /**
   * The page. A row that cannot be read is left out and logged, and one more is read in its place:
   * a page that is short says that there is nothing after it.
   */
  List<StoredToken> page(Session session) throws SQLException {
    List<StoredToken> page = new ArrayList<>();
    try (PreparedStatement select = session.prepare(sql.toString())) {
      long after = query.after().map(TokenId::value).orElse(0L);
      int wanted = query.limit();
      while (wanted > 0) {
        bind(select, after, wanted);
        try (ResultSet rows = select.executeQuery()) {
          int read = 0;
          for (; rows.next(); read++) {
            after = RowReader.id(rows);
            addTo(page, rows);
          }
          wanted = read < wanted ? 0 : query.limit() - page.size();
        }
      }
    }
    return page;
  }

  /** Asked again: MySQL overlooks blanks at the end, and a table made by hand may overlook more. */
  private void addTo(List<StoredToken> page, ResultSet rows) throws SQLException {
    try {
      StoredToken token = RowReader.read(rows);
      if (query.matches(token)) {
        page.add(token);
      }
    } catch (CorruptRowException e) {
      LOG.error(e.getMessage());
    }
  }

  private void bind(PreparedStatement select, long after, int limit) throws SQLException {
    Parameters parameters = new Parameters(select).add(after);
    for (Object value : values) {
      if (value instanceof String text) {
        parameters.add(text);
      } else {
        parameters.add((Long) value);
      }
    }
    parameters.add((long) limit);
  }

  private void andLiveAt(Instant time) {
    and("revoked_at IS NULL");
    and("(expires_at IS NULL OR expires_at > ?)", Millis.clamped(time));
  }

  private void andInactiveSince(Instant time) {
    long millis = Millis.clamped(time);
    and("issued_at < ?", millis);
    and("(last_used_at IS NULL OR last_used_at < ?)", millis);
  }

  private void andUnwarned(Duration threshold) {
    long millis = threshold.toMillis();
    and("rotated_at IS NULL");
    and("expires_at - issued_at > ?", millis);
    and("(expiry_warned_at IS NULL OR expires_at - expiry_warned_at > ?)", millis);
  }

  /** A word that is empty, or is two, is the name of no scope. */
  private void andAnyScope(Set<String> scopes) {
    List<String> words =
        scopes.stream().filter(scope -> !scope.isEmpty() && !scope.contains(" ")).sorted().toList();
    if (words.isEmpty()) {
      and("1 = 0");
      return;
    }
    String one = "POSITION(? IN CONCAT(' ', scopes, ' ')) > 0";
    and("(" + String.join(" OR ", Collections.nCopies(words.size(), one)) + ")");
    words.forEach(word -> values.add(" " + word + " "));
  }

  private void and(String condition, Object... marks) {
    sql.append(" AND ").append(condition);
    values.addAll(List.of(marks));
  }
}
