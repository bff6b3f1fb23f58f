package dev.pat4j.examples.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.pat4j.AccessToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenAdministration;
import dev.pat4j.TokenPolicy;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenQuery;
import dev.pat4j.store.TokenStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The library over the host's own tables, for as long as one command takes; without a cache. */
final class TokenDesk implements AutoCloseable {

  private final HikariDataSource pool;
  private final TokenStore store;
  private final Settings settings;
  private final HostOptions host;
  private final Surroundings surroundings;
  private final List<PersonalAccessTokens> opened = new ArrayList<>();

  private TokenDesk(
      HikariDataSource pool, Settings settings, HostOptions host, Surroundings surroundings) {
    this.pool = pool;
    if (host.migrate()) {
      JdbcSchema.migrate(pool);
    }
    this.store = JdbcTokenStore.builder(pool).build();
    this.settings = settings;
    this.host = host;
    this.surroundings = surroundings;
  }

  /**
   * Opens the database.
   *
   * @throws Stop if that cannot be
   */
  static TokenDesk open(HostOptions host, Settings settings, Surroundings surroundings) {
    HikariDataSource pool = host.address(settings, surroundings).open(host.migrate());
    try {
      return new TokenDesk(pool, settings, host, surroundings);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  /** The library as the host has it: only what is in its list of scopes is known. */
  PersonalAccessTokens asTheHost(TokenPolicy policy) {
    return build(host.catalog(settings).declared(), policy);
  }

  /** The library for reading all that match, whatever scopes they have. */
  TokenAdministration reading(TokenQuery query, TokenPolicy policy) {
    Set<String> carried = new TreeSet<>();
    TokenQuery page = query.limit(TokenQuery.MAXIMUM_LIMIT);
    List<StoredToken> rows;
    do {
      rows = store.find(page);
      rows.forEach(row -> carried.add(row.scopes()));
      page = rows.isEmpty() ? page : page.after(rows.get(rows.size() - 1).id());
    } while (rows.size() == TokenQuery.MAXIMUM_LIMIT);
    return build(host.catalog(settings).with(carried.stream()), policy).administration();
  }

  /** The library for one token, whatever scopes it has. */
  PersonalAccessTokens reading(TokenId id, TokenPolicy policy) {
    return build(
        host.catalog(settings).with(store.findById(id).stream().map(StoredToken::scopes)), policy);
  }

  /**
   * One token.
   *
   * @throws Stop if there is none
   */
  static AccessToken find(PersonalAccessTokens tokens, TokenId id) {
    return tokens
        .administration()
        .find(id)
        .orElseThrow(() -> Stop.refused("there is no token " + id));
  }

  /**
   * The library, with this catalogue.
   *
   * @throws IllegalArgumentException if it does not accept the policy
   */
  private PersonalAccessTokens build(ScopeCatalog catalog, TokenPolicy policy) {
    PersonalAccessTokens tokens =
        PersonalAccessTokens.builder(store)
            .format(host.format(settings))
            .scopes(catalog)
            .hasher(host.hasher(settings))
            .policy(policy)
            .clock(surroundings.clock())
            .build();
    opened.add(tokens);
    return tokens;
  }

  @Override
  public void close() {
    opened.forEach(PersonalAccessTokens::close);
    pool.close();
  }
}
