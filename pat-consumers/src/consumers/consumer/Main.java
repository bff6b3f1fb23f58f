package consumer;

import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Rejected;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verification;
import dev.pat4j.Verified;
import dev.pat4j.cache.CachingTokenStore;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.jdbc.JdbcSchema;
import dev.pat4j.jdbc.JdbcTokenStore;
import dev.pat4j.jdbc.SqlDialect;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.web.TokenSettingsServlet;
import dev.pat4j.web.WebHost;
import jakarta.servlet.Filter;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Issues a token, uses it, revokes it, is refused, and builds a filter, by the public API alone.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    InMemoryTokenStore rows = new InMemoryTokenStore();
    PersonalAccessTokens tokens =
        PersonalAccessTokens.builder(CachingTokenStore.builder(rows, rows.changes()).build())
            .format(TokenFormat.withPrefix("acme"))
            .scopes(ScopeCatalog.builder().scope("repo:read", "Read repositories").build())
            .hasher(TokenHasher.hmacSha256("k1", new byte[32]))
            .build();
    IssuedToken issued =
        tokens.issue(
            TokenRequest.forOwner("ada")
                .name("laptop")
                .scopes("repo:read")
                .expiresAfter(Duration.ofDays(90))
                .build());
    String presented = issued.secret().reveal();

    print(tokens.verify(presented).requiring("repo:read"));
    tokens.ownedBy("ada").revoke(issued.token().id(), "laptop lost");
    print(tokens.verify(presented));
    Filter filter =
        TokenAuthenticationFilter.builder(tokens)
            .realm("acme")
            .rules(AccessRules.builder().require("GET", "/api/*", "repo:read").build())
            .build();
    print("guarded by a " + filter.getClass().getSimpleName());
    TokenSettingsServlet page = TokenSettingsServlet.builder(tokens, new WebHost() {}).build();
    print("managed on a " + page.getClass().getSimpleName());
    print("kept in " + database() + ", made by " + script());
    print(Main.class.getModule().isNamed() ? "on the module path" : "on the class path");
  }

  private static JdbcTokenStore database() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:consumer;DB_CLOSE_DELAY=-1");
    JdbcSchema.migrate(dataSource);
    JdbcTokenStore store = JdbcTokenStore.builder(dataSource).build();
    CachingTokenStore.builder(store, store.changes()).build().close();
    return store;
  }

  /** As Flyway and Liquibase find it: from outside its module. */
  private static String script() {
    String path = JdbcSchema.scripts(SqlDialect.H2) + "/V1__tokens.sql";
    return ClassLoader.getSystemResource(path).getPath().replaceFirst(".*/", "");
  }

  private static void print(Verification verification) {
    if (verification instanceof Verified verified) {
      print("verified " + verified.token().owner() + " " + verified.scopes());
    } else if (verification instanceof Rejected rejected) {
      print("rejected " + rejected.reason());
    }
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
