package dev.pat4j.web.leak;

import dev.pat4j.web.LeakReportKeys;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Whether a report is from whom it must be from: signed over its raw body, by a published key or
 * with a shared secret. A request that carries both signatures needs but one.
 */
public final class Proof {

  private static final String IDENTIFIER = "Github-Public-Key-Identifier";
  private static final String SIGNATURE = "Github-Public-Key-Signature";
  private static final String SHARED = "X-Hub-Signature-256";
  private static final String SHA256 = "sha256=";
  private static final String HMAC = "HmacSHA256";

  private final @Nullable LeakReportKeys keys;
  private final List<byte[]> secrets;

  /** Proof by these keys, if any, or one of these secrets. */
  public Proof(@Nullable LeakReportKeys keys, List<byte[]> secrets) {
    this.keys = keys;
    this.secrets = secrets.stream().map(byte[]::clone).toList();
  }

  /** Whether a request claims to have one, so that its body is worth reading. */
  public boolean isClaimed(HttpServletRequest request) {
    return (keys != null
            && one(request, IDENTIFIER).isPresent()
            && one(request, SIGNATURE).isPresent())
        || (!secrets.isEmpty() && one(request, SHARED).isPresent());
  }

  /** Whether this is the body that was signed. */
  public boolean holds(HttpServletRequest request, byte[] body) {
    return isSignedByKey(request, body) || isSignedWithSecret(request, body);
  }

  private boolean isSignedByKey(HttpServletRequest request, byte[] body) {
    Optional<byte[]> signature = one(request, SIGNATURE).flatMap(Proof::base64);
    Optional<String> identifier = one(request, IDENTIFIER);
    return keys != null
        && signature.isPresent()
        && identifier
            .flatMap(keys::find)
            .filter(key -> verifies(key, signature.get(), body))
            .isPresent();
  }

  private static boolean verifies(PublicKey key, byte[] signature, byte[] body) {
    try {
      Signature ecdsa = Signature.getInstance("SHA256withECDSA");
      ecdsa.initVerify(key);
      ecdsa.update(body);
      return ecdsa.verify(signature);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a key for leak reports is not usable", e);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private boolean isSignedWithSecret(HttpServletRequest request, byte[] body) {
    Optional<byte[]> presented = one(request, SHARED).flatMap(Proof::hex);
    boolean holds = false;
    if (presented.isPresent()) {
      for (byte[] secret : secrets) {
        holds |= MessageDigest.isEqual(hmac(secret, body), presented.get());
      }
    }
    return holds;
  }

  private static byte[] hmac(byte[] secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every platform has " + HMAC, e);
    }
  }

  /** The only value of this header. */
  private static Optional<String> one(HttpServletRequest request, String header) {
    List<String> lines = Collections.list(request.getHeaders(header));
    return lines.size() == 1 ? Optional.of(lines.get(0).strip()) : Optional.empty();
  }

  private static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> hex(String text) {
    try {
      return text.startsWith(SHA256)
          ? Optional.of(
              HexFormat.of().parseHex(text.substring(SHA256.length()).toLowerCase(Locale.ROOT)))
          : Optional.empty();
    } catch (IllegalArgumentException notHex) {
      return Optional.empty();
    }
  }
}
