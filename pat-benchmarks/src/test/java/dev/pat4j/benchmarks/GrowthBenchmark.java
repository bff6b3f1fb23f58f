package dev.pat4j.benchmarks;

import dev.pat4j.AccessToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenPolicy;
import dev.pat4j.TokenRequest;
import dev.pat4j.Verification;
import dev.pat4j.scope.ScopeCatalog;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.store.InMemoryTokenStore;
import dev.pat4j.store.StoredToken;
import dev.pat4j.store.TokenQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What grows with an owner's tokens, with the rules of the filter, with the scopes there are. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GrowthBenchmark {

  /** An owner with so many tokens, among ten thousand of others. */
  @State(Scope.Benchmark)
  public static class Owner {
    @Param({"1", "100", "10000"})
    int own;

    PersonalAccessTokens library;
    InMemoryTokenStore store;

    @Setup
    public void issue() {
      store = new InMemoryTokenStore();
      library =
          PersonalAccessTokens.builder(store)
              .policy(TokenPolicy.builder().tokensPerOwner(1_000_000).build())
              .build();
      for (int i = 0; i < 10_000; i++) {
        library.issue(TokenRequest.forOwner("other-" + i / 10).name("ci").neverExpires().build());
      }
      for (int i = 0; i < own; i++) {
        library.issue(TokenRequest.forOwner("ada").name("laptop " + i).neverExpires().build());
      }
    }
  }

  /** A filter with so many rules. */
  @State(Scope.Benchmark)
  public static class Rules {
    @Param({"1", "100", "1000"})
    int rules;

    TokenAuthenticationFilter filter;
    String bearer;

    @Setup
    public void build() {
      PersonalAccessTokens library = PersonalAccessTokens.builder(new InMemoryTokenStore()).build();
      TokenRequest request = TokenRequest.forOwner("ada").neverExpires().build();
      bearer = "Bearer " + library.issue(request).secret().reveal();
      AccessRules.Builder table = AccessRules.builder();
      for (int i = 0; i < rules; i++) {
        table.authenticated("/api/v" + i + "/*");
      }
      filter = TokenAuthenticationFilter.builder(library).rules(table.build()).build();
    }
  }

  /** A catalogue of so many scopes, and a token with one of them. */
  @State(Scope.Benchmark)
  public static class Catalogue {
    @Param({"1", "50", "500"})
    int scopes;

    PersonalAccessTokens library;
    String token;
    String last;

    @Setup
    public void build() {
      ScopeCatalog.Builder catalogue = ScopeCatalog.builder();
      for (int i = 0; i < scopes; i++) {
        catalogue.scope("scope:" + i, "No. " + i);
      }
      last = "scope:" + (scopes - 1);
      library =
          PersonalAccessTokens.builder(new InMemoryTokenStore()).scopes(catalogue.build()).build();
      TokenRequest request = TokenRequest.forOwner("ada").scopes(last).neverExpires().build();
      token = library.issue(request).secret().reveal();
    }
  }

  @Benchmark
  public List<AccessToken> list(Owner owner) {
    return owner.library.ownedBy("ada").list();
  }

  @Benchmark
  public List<StoredToken> searchPage(Owner owner) {
    return owner.store.find(TokenQuery.all().ownedBy("ada").limit(50));
  }

  @Benchmark
  public Object filter(Rules rules) throws Exception {
    HttpServletRequest request = StandIns.request("/api/v0/x", rules.bearer);
    HttpServletResponse response = StandIns.response();
    rules.filter.doFilter(request, response, (q, a) -> {});
    return response;
  }

  @Benchmark
  public Verification verifyAndRequire(Catalogue catalogue) {
    return catalogue.library.verify(catalogue.token).requiring(catalogue.last);
  }
}
