package dev.pat4j.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What no verification can be cheaper than: one hash of the token, in the ways there are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FloorBenchmark {

  private final byte[] token = "acme_3xQ9kT0vLmZr8YbWcD5nHsJ1fGpA7u2w9HnQ".getBytes(ISO_8859_1);
  private final byte[] result = new byte[32];
  private final SecretKeySpec key = new SecretKeySpec(new byte[32], "HmacSHA256");
  private MessageDigest digest;
  private MessageDigest pristine;
  private Mac mac;
  private Mac keyed;

  @Setup
  public void prepare() throws GeneralSecurityException {
    digest = MessageDigest.getInstance("SHA-256");
    pristine = MessageDigest.getInstance("SHA-256");
    mac = Mac.getInstance("HmacSHA256");
    mac.init(key);
    keyed = Mac.getInstance("HmacSHA256");
    keyed.init(key);
  }

  @Benchmark
  public byte[] sha256Reused() throws GeneralSecurityException {
    digest.update(token, 0, token.length);
    digest.digest(result, 0, result.length);
    return result;
  }

  @Benchmark
  public byte[] sha256Cloned() throws GeneralSecurityException, CloneNotSupportedException {
    MessageDigest copy = (MessageDigest) pristine.clone();
    copy.update(token, 0, token.length);
    copy.digest(result, 0, result.length);
    return result;
  }

  @Benchmark
  public byte[] sha256Asked() throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(token);
  }

  @Benchmark
  public byte[] hmacReused() throws GeneralSecurityException {
    mac.update(token, 0, token.length);
    mac.doFinal(result, 0);
    return result;
  }

  @Benchmark
  public byte[] hmacCloned() throws GeneralSecurityException, CloneNotSupportedException {
    Mac copy = (Mac) keyed.clone();
    copy.update(token, 0, token.length);
    copy.doFinal(result, 0);
    return result;
  }

  @Benchmark
  public byte[] hmacAsked() throws GeneralSecurityException {
    Mac asked = Mac.getInstance("HmacSHA256");
    asked.init(key);
    return asked.doFinal(token);
  }
}
