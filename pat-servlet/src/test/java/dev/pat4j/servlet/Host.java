package dev.pat4j.servlet;

import dev.pat4j.IssuedToken;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.TokenRequest;
import dev.pat4j.TokenVerifier;
import dev.pat4j.format.TokenFormat;
import dev.pat4j.scope.ScopeCatalog;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A small host: the real library on a counted store, a filter before it, an application behind. */
final class Host {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  static final ScopeCatalog SCOPES =
      ScopeCatalog.builder()
          .scope("repo", "Full control of repositories")
          .scope("repo:read", "Read repositories", ScopeCatalog.within("repo"))
          .scope("user", "The profile")
          .build();

  static final AccessRules RULES =
      AccessRules.builder()
          .open("GET", "/status")
          .open("/open/*")
          .authenticated("/user")
          .require("GET", "/repos/*", "repo:read")
          .require("/repos/*", "repo")
          .require("/both", "repo", "user")
          .git("/git/*", "repo:read", "repo")
          .build();

  final CountingStore store = new CountingStore();
  final Set<String> disabled = new HashSet<>();
  Instant now = START;
  final PersonalAccessTokens tokens;

  /** What the application does; by default it answers 200. */
  Application application = (request, response) -> response.setStatus(200);

  private TokenAuthenticationFilter filter;

  Host() {
    this(UnaryOperator.identity());
  }

  /** With a library that differs from the usual one. */
  Host(UnaryOperator<PersonalAccessTokens.Builder> changes) {
    tokens =
        changes
            .apply(
                PersonalAccessTokens.builder(store)
                    .format(TokenFormat.withPrefix("acme"))
                    .scopes(SCOPES)
                    .owners(owner -> !disabled.contains(owner))
                    .clock(() -> now)
                    .executor(task -> {}))
            .build();
    filter = filter(UnaryOperator.identity());
  }

  /** The application, when the filter has let a request through. */
  @FunctionalInterface
  interface Application {
    void serve(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException;
  }

  TokenAuthenticationFilter filter(UnaryOperator<TokenAuthenticationFilter.Builder> settings) {
    return settings
        .apply(TokenAuthenticationFilter.builder(tokens).realm("acme").rules(RULES))
        .build();
  }

  /** This host with its filter built anew. */
  Host with(UnaryOperator<TokenAuthenticationFilter.Builder> settings) {
    filter = filter(settings);
    return this;
  }

  Host with(TokenAuthenticationFilter newFilter) {
    filter = newFilter;
    return this;
  }

  /** This host with another verifier before its own. */
  Host behind(TokenVerifier verifier) {
    filter = TokenAuthenticationFilter.builder(verifier).realm("acme").rules(RULES).build();
    return this;
  }

  IssuedToken issue(UnaryOperator<TokenRequest.Builder> details) {
    return issue(
        details.apply(TokenRequest.forOwner("ada").name("test").expiresAfter(Duration.ofDays(30))));
  }

  private IssuedToken issue(TokenRequest.Builder request) {
    IssuedToken issued = tokens.issue(request.build());
    store.forget();
    return issued;
  }

  /** The plain text of a new token. */
  String token(TokenRequest.Builder request) {
    return issue(request).secret().reveal();
  }

  /** The plain text of a new token of ada's with these scopes. */
  String token(String... scopes) {
    return issue(request -> request.scopes(scopes)).secret().reveal();
  }

  Exchange send(FakeRequest request) {
    return send(request, new FakeResponse());
  }

  Exchange send(FakeRequest request, FakeResponse response) {
    Exchange exchange = new Exchange(response);
    FilterChain chain =
        (passedRequest, passedResponse) -> {
          exchange.passed = (HttpServletRequest) passedRequest;
          application.serve(exchange.passed, (HttpServletResponse) passedResponse);
        };
    try {
      filter.doFilter(request.asServlet(), response.asServlet(), chain);
    } catch (IOException | ServletException thrown) {
      exchange.thrown = thrown;
    }
    return exchange;
  }

  /** What became of a request. */
  static final class Exchange {
    final FakeResponse response;
    HttpServletRequest passed;
    Exception thrown;

    private Exchange(FakeResponse response) {
      this.response = response;
    }

    boolean reachedApplication() {
      return passed != null;
    }

    int status() {
      return response.status();
    }
  }
}
