package dev.pat4j.fuzz;

import static dev.pat4j.fuzz.Oracle.must;

import dev.pat4j.AddressRange;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range, a line break and an address, each of them any text, through the CIDR parser. */
public final class AddressRangeTarget {

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  // The JDK also takes groups of five digits and octets with leading zeros.
  private static final Pattern IPV6_LETTERS =
      Pattern.compile("(?!.*[0-9A-Fa-f]{5})[0-9A-Fa-f:]*:(?:[0-9A-Fa-f:]*|" + IPV4 + ")");

  /** What follows the address of a link; a peer's address may have one, a range may not. */
  private static final Pattern ZONE = Pattern.compile("(?s)(.*?:.*?)%.*");

  private AddressRangeTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String[] lines = new String(data, StandardCharsets.UTF_8).split("\n", 2);
    String written = lines[0];
    String literal = lines.length == 2 ? lines[1] : "192.0.2.1";
    int slash = written.indexOf('/');
    Optional<byte[]> base = address(slash < 0 ? written : written.substring(0, slash));
    try {
      AddressRange range = AddressRange.parse(written);
      must(base.isPresent(), "a range begins with an address literal", written);
      holds(range, base.orElseThrow(), prefix(written, slash, base.orElseThrow()), literal);
    } catch (IllegalArgumentException refused) {
      must(slash >= 0 || base.isEmpty(), "an address literal is a range", written);
      must(
          refused.getMessage().chars().noneMatch(Character::isISOControl),
          "no message carries a control character",
          written);
    }
  }

  private static void holds(AddressRange range, byte[] base, int prefix, String literal) {
    int bits = base.length * 8;
    must(prefix >= 0 && prefix <= bits, "a prefix fits its family", range);
    must(range.equals(AddressRange.parse(range.toString())), "a range is read as written", range);
    must(range.contains(range), "a range contains itself", range);

    BigInteger size = BigInteger.ONE.shiftLeft(bits - prefix);
    BigInteger first = new BigInteger(1, base).divide(size).multiply(size);
    BigInteger last = first.add(size).subtract(BigInteger.ONE);
    must(has(range, first, bits), "the first address is in it", range);
    must(has(range, last, bits), "the last address is in it", range);
    BigInteger before = first.subtract(BigInteger.ONE);
    BigInteger after = last.add(BigInteger.ONE);
    must(
        before.signum() < 0 || !range.contains(written(before, bits)),
        "the address before it is not in it",
        range);
    must(
        after.bitLength() > bits || !range.contains(written(after, bits)),
        "the address after it is not in it",
        range);

    boolean inside =
        address(ZONE.matcher(literal).replaceFirst("$1"))
            .filter(bytes -> bytes.length == base.length)
            .map(bytes -> new BigInteger(1, bytes))
            .filter(number -> number.compareTo(first) >= 0 && number.compareTo(last) <= 0)
            .isPresent();
    must(range.contains(literal) == inside, range + " has what lies between its ends", literal);
  }

  /** An end that is IPv4-mapped is an address of the other family, and in no range of this one. */
  private static boolean has(AddressRange range, BigInteger end, int bits) {
    boolean mapped =
        bits == 128 && end.shiftRight(32).intValue() == 0xFFFF && end.bitLength() <= 48;
    return range.contains(written(end, bits)) != mapped;
  }

  private static int prefix(String written, int slash, byte[] base) {
    if (slash < 0) {
      return base.length * 8;
    }
    int mapped = base.length == 4 && written.lastIndexOf(':', slash) >= 0 ? 96 : 0;
    return Integer.parseInt(written.substring(slash + 1)) - mapped;
  }

  /** The address of a literal; an IPv4-mapped one in four bytes, which the JDK does as well. */
  private static Optional<byte[]> address(String text) {
    // The JDK looks other texts up as names, which no fuzzer should do.
    if (!IPV4.matcher(text).matches() && !IPV6_LETTERS.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static String written(BigInteger number, int bits) {
    byte[] bytes = new byte[bits / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = number.shiftRight(8 * (bytes.length - 1 - i)).byteValue();
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
