package dev.pat4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.servlet.AccessRules;
import dev.pat4j.servlet.TokenAuthenticationFilter;
import dev.pat4j.store.InMemoryTokenStore;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestMatcherDelegatingAuthorizationManager;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * One request through a filter: this library's, and the two of Spring Security. The request and its
 * response are stand-ins, made anew for each; {@link #requestAlone} is what that costs.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FilterBenchmark {

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final int TOKENS = 10_000;
  private static final String PATH = "/api/repos/7";
  private static final FilterChain END = (request, response) -> {};

  private Filter pat4j;
  private Filter opaque;
  private Filter opaqueChain;
  private Filter jwt;
  private String[] bearers;
  private String[] basics;
  private String jwtBearer;
  private int next;

  @Setup
  public void prepare() throws Exception {
    PersonalAccessTokens library =
        Population.library(new InMemoryTokenStore(), TokenHasher.sha256());
    String[] texts = Population.issue(library, TOKENS);
    bearers = new String[TOKENS];
    basics = new String[TOKENS];
    Map<String, OAuth2AuthenticatedPrincipal> active = new ConcurrentHashMap<>();
    for (int i = 0; i < TOKENS; i++) {
      bearers[i] = "Bearer " + texts[i];
      String pair = "x:" + texts[i];
      basics[i] = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
      active.put(texts[i], principal("owner-" + i / 10));
    }
    pat4j =
        TokenAuthenticationFilter.builder(library)
            .rules(AccessRules.builder().require("/api/*", "read:user").build())
            .build();
    opaque =
        new BearerTokenAuthenticationFilter(
            new ProviderManager(new OpaqueTokenAuthenticationProvider(active::get)));
    opaqueChain = chain((BearerTokenAuthenticationFilter) opaque);
    jwt =
        new BearerTokenAuthenticationFilter(
            new ProviderManager(
                new JwtAuthenticationProvider(
                    NimbusJwtDecoder.withSecretKey(new SecretKeySpec(KEY, "HmacSHA256")).build())));
    jwtBearer = "Bearer " + signed();
  }

  /** What else this library's filter does: firewall, headers against caches, principal, scopes. */
  private static Filter chain(BearerTokenAuthenticationFilter authentication) throws Exception {
    SecurityContextHolderAwareRequestFilter principal =
        new SecurityContextHolderAwareRequestFilter();
    principal.afterPropertiesSet();
    return new FilterChainProxy(
        new DefaultSecurityFilterChain(
            AnyRequestMatcher.INSTANCE,
            new SecurityContextHolderFilter(new RequestAttributeSecurityContextRepository()),
            new HeaderWriterFilter(List.of(new CacheControlHeadersWriter())),
            authentication,
            principal,
            new ExceptionTranslationFilter(new BearerTokenAuthenticationEntryPoint()),
            new AuthorizationFilter(
                RequestMatcherDelegatingAuthorizationManager.builder()
                    .add(
                        PathPatternRequestMatcher.withDefaults().matcher("/api/**"),
                        AuthorityAuthorizationManager.hasAuthority("SCOPE_read:user"))
                    .build())));
  }

  private static OAuth2AuthenticatedPrincipal principal(String owner) {
    Instant now = Instant.now();
    return new DefaultOAuth2AuthenticatedPrincipal(
        owner,
        Map.of(
            "sub", owner, "scope", List.of("read:user"), "iat", now, "exp", now.plusSeconds(9_999)),
        AuthorityUtils.createAuthorityList("SCOPE_read:user", "SCOPE_repo"));
  }

  private static String signed() throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .subject("owner-1")
                .claim("scope", "repo read:user")
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(86_400)))
                .build());
    jwt.sign(new MACSigner(KEY));
    return jwt.serialize();
  }

  private String next(String[] headers) {
    next = next + 1 < headers.length ? next + 1 : 0;
    return headers[next];
  }

  private static Object through(Filter filter, String authorization) throws Exception {
    HttpServletRequest request = StandIns.request(PATH, authorization);
    HttpServletResponse response = StandIns.response();
    filter.doFilter(request, response, END);
    if (response.getStatus() != 200) {
      throw new IllegalStateException("answered " + response.getStatus());
    }
    return response;
  }

  @Benchmark
  public Object requestAlone() throws Exception {
    HttpServletRequest request = StandIns.request(PATH, next(bearers));
    HttpServletResponse response = StandIns.response();
    END.doFilter(request, response);
    return List.of(request, response);
  }

  @Benchmark
  public Object pat4jBearer() throws Exception {
    return through(pat4j, next(bearers));
  }

  @Benchmark
  public Object pat4jBasic() throws Exception {
    return through(pat4j, next(basics));
  }

  @Benchmark
  public Object springOpaqueToken() throws Exception {
    return through(opaque, next(bearers));
  }

  @Benchmark
  public Object springOpaqueTokenChain() throws Exception {
    return through(opaqueChain, next(bearers));
  }

  @Benchmark
  public Object springJwt() throws Exception {
    return through(jwt, jwtBearer);
  }
}
