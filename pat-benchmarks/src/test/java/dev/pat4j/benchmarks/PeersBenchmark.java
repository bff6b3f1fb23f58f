package dev.pat4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.Verification;
import dev.pat4j.hash.TokenHasher;
import dev.pat4j.store.InMemoryTokenStore;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What people would pick instead, verified as its documentation says: the verifier built once, the
 * signature and the expiry checked, two claims read.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeersBenchmark {

  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final String SCOPE = "repo read:user write:packages";

  private PersonalAccessTokens library;
  private String token;

  private String hs256;
  private String es256;
  private String rs256;
  private JWTVerifier javaJwt;
  private JWTVerifier javaJwtEs256;
  private JwtParser jjwt;
  private JwtParser jjwtEs256;
  private JWSVerifier nimbus;
  private JWSVerifier nimbusEs256;
  private JWSVerifier nimbusRs256;

  @Setup
  public void prepare() throws Exception {
    library = Population.library(new InMemoryTokenStore(), TokenHasher.sha256());
    token = Population.issue(library, 10_000)[0];

    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair ec = curve.generateKeyPair();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    KeyPair rsa = generator.generateKeyPair();

    hs256 = signed(JWSAlgorithm.HS256, new MACSigner(KEY));
    es256 = signed(JWSAlgorithm.ES256, new ECDSASigner((ECPrivateKey) ec.getPrivate()));
    rs256 = signed(JWSAlgorithm.RS256, new RSASSASigner(rsa.getPrivate()));

    javaJwt = JWT.require(Algorithm.HMAC256(KEY)).build();
    javaJwtEs256 = JWT.require(Algorithm.ECDSA256((ECPublicKey) ec.getPublic())).build();
    jjwt = Jwts.parser().verifyWith(Keys.hmacShaKeyFor(KEY)).build();
    jjwtEs256 = Jwts.parser().verifyWith(ec.getPublic()).build();
    nimbus = new MACVerifier(KEY);
    nimbusEs256 = new ECDSAVerifier((ECPublicKey) ec.getPublic());
    nimbusRs256 = new RSASSAVerifier((RSAPublicKey) rsa.getPublic());
  }

  private static String signed(JWSAlgorithm algorithm, JWSSigner signer) throws Exception {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .subject("owner-1")
            .claim("scope", SCOPE)
            .issueTime(Date.from(Instant.now()))
            .expirationTime(Date.from(Instant.now().plusSeconds(86_400)))
            .build();
    SignedJWT jwt =
        new SignedJWT(new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).build(), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  @Benchmark
  public Verification pat4j() {
    return library.verify(token);
  }

  @Benchmark
  public Object javaJwtHs256() {
    return javaJwt.verify(hs256).getClaim("scope").asString();
  }

  @Benchmark
  public Object jjwtHs256() {
    return jjwt.parseSignedClaims(hs256).getPayload().get("scope", String.class);
  }

  @Benchmark
  public Object nimbusHs256() throws Exception {
    return claims(hs256, nimbus);
  }

  @Benchmark
  public Object javaJwtEs256() {
    return javaJwtEs256.verify(es256).getClaim("scope").asString();
  }

  @Benchmark
  public Object jjwtEs256() {
    return jjwtEs256.parseSignedClaims(es256).getPayload().get("scope", String.class);
  }

  @Benchmark
  public Object nimbusEs256() throws Exception {
    return claims(es256, nimbusEs256);
  }

  @Benchmark
  public Object nimbusRs256() throws Exception {
    return claims(rs256, nimbusRs256);
  }

  private static Object claims(String text, JWSVerifier verifier) throws Exception {
    SignedJWT jwt = SignedJWT.parse(text);
    if (!jwt.verify(verifier)) {
      throw new IllegalStateException("not verified");
    }
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    if (claims.getExpirationTime().toInstant().isBefore(Instant.now())) {
      throw new IllegalStateException("expired");
    }
    return claims.getStringClaim("scope");
  }
}
