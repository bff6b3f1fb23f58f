package dev.pat4j;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.pat4j.hash.TokenHasher;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What a host moves away from: tokens {@code old-<row>-<32 characters>}, and a table of salted,
 * slow hashes of them. Counts what it is asked.
 */
final class OldSystem implements ForeignFormat {

  private static final Pattern SHAPE = Pattern.compile("old-([0-9]{1,9})-[0-9a-z]{32}");

  private final Map<String, byte[]> table = new HashMap<>();
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  /** A token of this shape; of each number there is one. */
  static String text(int number) {
    String random = sha256("the old system's chance " + number).substring(0, 32);
    return "old-" + number + "-" + random;
  }

  static String sha256(String text) {
    return HexFormat.of().formatHex(TokenHasher.sha256().digest(text).toBytes());
  }

  /** Ada's token of this number, made a year ago, to be recognised by its SHA-256. */
  static TokenImport.Builder hashed(int number) {
    return unrecognised().sha256(sha256(text(number)));
  }

  /** The same to be recognised by this system. */
  TokenImport.Builder salted(int number) {
    table.put(String.valueOf(number), slowHash(number, text(number)));
    return unrecognised().reference("old/" + number);
  }

  static TokenImport.Builder unrecognised() {
    return TokenImport.forOwner("ada", Lab.START.minus(Duration.ofDays(365)))
        .name("old laptop")
        .scopes("repo:read")
        .neverExpires();
  }

  @Override
  public boolean hasShape(String presented) {
    return SHAPE.matcher(presented).matches();
  }

  @Override
  public Optional<String> find(String presented) {
    String row = presented.split("-", -1)[1];
    asked.add(row);
    byte[] stored = table.get(row);
    return stored != null
            && MessageDigest.isEqual(stored, slowHash(Integer.parseInt(row), presented))
        ? Optional.of("old/" + row)
        : Optional.empty();
  }

  private static byte[] slowHash(int salt, String text) {
    try {
      byte[] salted = ("salt " + salt).getBytes(US_ASCII);
      PBEKeySpec spec = new PBEKeySpec(text.toCharArray(), salted, 100, 256);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
