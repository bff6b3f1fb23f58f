package dev.pat4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.mindrot.jbcrypt.BCrypt;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Hashes made slow for passwords, which servers put round tokens, too: PBKDF2 as Gitea has it,
 * BCrypt as Spring Security, Argon2 as Shiro. A token of 178 random bits gains nothing by it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SlowHashBenchmark {

  private String token = "acme_3xQ9kT0vLmZr8YbWcD5nHsJ1fGpA7u2w9HnQ";
  private String bcrypted = BCrypt.hashpw(token, BCrypt.gensalt(10));
  private byte[] salt = "0123456789abcdef".getBytes(UTF_8);

  @Benchmark
  public byte[] pbkdf2() throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(token.toCharArray(), salt, 10_000, 400);
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
  }

  @Benchmark
  public boolean bcrypt() {
    return BCrypt.checkpw(token, bcrypted);
  }

  @Benchmark
  public byte[] argon2() {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withSalt(salt)
            .withIterations(1)
            .withMemoryAsKB(65_536)
            .withParallelism(4)
            .build());
    byte[] result = new byte[32];
    generator.generateBytes(token.toCharArray(), result);
    return result;
  }
}
