package dev.pat4j.web.leak;

import dev.pat4j.web.http.Bodies;
import dev.pat4j.web.http.Refusal;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The list that GitHub publishes: {@code {"public_keys":[{"key_identifier","key","is_current"}]}},
 * each key as PEM. What is no P-256 key is passed over with a warning. A key that is not current is
 * good still: a report may have been under way.
 */
final class KeyList {

  /** Far more than any list has. */
  static final int MOST_BYTES = 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(KeyList.class);

  private KeyList() {}

  /**
   * The keys by their identifiers.
   *
   * @throws IOException if it is not such a list
   */
  static Map<String, PublicKey> read(byte[] body) throws IOException {
    try {
      JsonStructure json = Bodies.json(body);
      if (json instanceof JsonObject object
          && object.get("public_keys") instanceof JsonArray entries) {
        return keys(entries);
      }
    } catch (Refusal notJson) {
      throw new IOException("the list of keys is not JSON", notJson);
    }
    throw new IOException("the list of keys has no public_keys");
  }

  private static Map<String, PublicKey> keys(JsonArray entries) {
    Map<String, PublicKey> keys = new HashMap<>();
    for (JsonValue value : entries) {
      if (value instanceof JsonObject entry
          && entry.get("key_identifier") instanceof JsonString identifier
          && entry.get("key") instanceof JsonString pem) {
        try {
          keys.put(identifier.getString(), key(pem.getString()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
          LOG.warn("a published key is not usable", e);
        }
      }
    }
    return Map.copyOf(keys);
  }

  private static PublicKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "");
    byte[] encoded = Base64.getMimeDecoder().decode(base64);
    PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec p256 = parameters.getParameterSpec(ECParameterSpec.class);
    if (!(key instanceof ECPublicKey ec)
        || !ec.getParams().getCurve().equals(p256.getCurve())
        || !ec.getParams().getGenerator().equals(p256.getGenerator())) {
      throw new GeneralSecurityException("the key is not of the curve P-256");
    }
    return key;
  }
}
