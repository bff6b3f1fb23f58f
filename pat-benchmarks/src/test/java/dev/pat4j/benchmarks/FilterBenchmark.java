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
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;

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
  private static final FilterChain END = (request, response) -> {};

  private Filter pat4j;
  private Filter opaque;
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
    jwt =
        new BearerTokenAuthenticationFilter(
            new ProviderManager(
                new JwtAuthenticationProvider(
                    NimbusJwtDecoder.withSecretKey(new SecretKeySpec(KEY, "HmacSHA256")).build())));
    jwtBearer = "Bearer " + signed();
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

  private static MockHttpServletRequest request(String authorization) {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/repos/7");
    request.setServletPath("/api/repos/7");
    request.addHeader("Authorization", authorization);
    return request;
  }

  private static Object through(Filter filter, String authorization) throws Exception {
    MockHttpServletRequest request = request(authorization);
    MockHttpServletResponse response = new MockHttpServletResponse();
    filter.doFilter(request, response, END);
    if (response.getStatus() != 200) {
      throw new IllegalStateException("answered " + response.getStatus());
    }
    return response;
  }

  @Benchmark
  public Object requestAlone() throws Exception {
    MockHttpServletRequest request = request(next(bearers));
    MockHttpServletResponse response = new MockHttpServletResponse();
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
  public Object springJwt() throws Exception {
    return through(jwt, jwtBearer);
  }
}
