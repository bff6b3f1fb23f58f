package dev.pat4j;

import static java.util.Objects.requireNonNull;

import dev.pat4j.internal.IpAddress;
import dev.pat4j.internal.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses in CIDR notation (RFC 4632, RFC 4291): {@code 192.0.2.0/24}, {@code
 * 2001:db8::/32}, or a single address.
 *
 * <p>Literals only: no name is ever looked up, and the short, octal and hexadecimal forms of IPv4
 * are refused. An IPv4-mapped IPv6 address counts as its IPv4 address. A prefix of 0 matches all
 * addresses of that family and none of the other. Immutable and thread-safe.
 */
public final class AddressRange {

  private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");

  private final byte[] network;
  private final int prefix;

  private AddressRange(byte[] address, int prefix) {
    this.network = address.clone();
    this.prefix = prefix;
    for (int bit = prefix; bit < network.length * 8; bit++) {
      network[bit >> 3] &= (byte) ~(0x80 >> (bit & 7));
    }
  }

  /**
   * The range that this text writes. Bits beyond the prefix are cleared.
   *
   * @throws IllegalArgumentException if it is neither an address literal nor one with a prefix
   *     length that fits its family
   */
  public static AddressRange parse(String text) {
    int slash = requireNonNull(text, "address range").indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    Optional<byte[]> address =
        literal.indexOf('%') < 0 ? IpAddress.parse(literal) : Optional.empty();
    if (address.isEmpty()) {
      throw malformed(text, "is not an IP address literal, with or without a /prefix");
    }
    byte[] bytes = address.get();
    int bits = bytes.length * 8;
    if (slash < 0) {
      return new AddressRange(bytes, bits);
    }
    String digits = text.substring(slash + 1);
    // ::ffff:192.0.2.0/120 counts its prefix in the IPv6 form of the address.
    int mapped = bytes.length == 4 && literal.indexOf(':') >= 0 ? 96 : 0;
    int prefix = PREFIX.matcher(digits).matches() ? Integer.parseInt(digits) - mapped : -1;
    if (prefix < 0 || prefix > bits) {
      throw malformed(text, "needs a prefix length from " + mapped + " to " + (bits + mapped));
    }
    return new AddressRange(bytes, prefix);
  }

  /** The distinct ranges that these texts write, within the bounds of what a row keeps. */
  static List<AddressRange> list(String... texts) {
    List<AddressRange> ranges =
        Arrays.stream(requireNonNull(texts, "address ranges"))
            .map(AddressRange::parse)
            .distinct()
            .toList();
    written(ranges);
    return ranges;
  }

  /** These ranges as a row keeps them. */
  static String written(List<AddressRange> ranges) {
    return Text.list(
        "the list of addresses",
        ranges.stream().map(AddressRange::toString).collect(Collectors.joining(" ")));
  }

  /** What is within both lists, where a list of none means everywhere; empty for nowhere. */
  static Optional<List<AddressRange>> common(List<AddressRange> one, List<AddressRange> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.of(one.isEmpty() ? other : one);
    }
    List<AddressRange> both =
        one.stream()
            .flatMap(a -> other.stream().flatMap(b -> a.common(b).stream()))
            .distinct()
            .toList();
    return both.isEmpty() ? Optional.empty() : Optional.of(both);
  }

  /** Whether this address literal lies in the range; false for null and for anything else. */
  public boolean contains(@Nullable String literal) {
    return literal != null && IpAddress.parse(literal).filter(this::contains).isPresent();
  }

  /** Whether every address of that range lies in this one. */
  public boolean contains(AddressRange other) {
    return other.prefix >= prefix && contains(other.network);
  }

  /** Two blocks overlap only if one is within the other. */
  private Optional<AddressRange> common(AddressRange other) {
    return contains(other)
        ? Optional.of(other)
        : Optional.of(this).filter(inner -> other.contains(inner));
  }

  private boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int whole = prefix >> 3;
    int rest = prefix & 7;
    return Arrays.equals(address, 0, whole, network, 0, whole)
        && (rest == 0 || (address[whole] & (0xFF00 >> rest) & 0xFF) == (network[whole] & 0xFF));
  }

  private static IllegalArgumentException malformed(String text, String why) {
    String shown = text.length() <= 64 ? text : text.substring(0, 64) + "…";
    return new IllegalArgumentException(
        "address range '" + shown.replaceAll("[^\\x20-\\x7E…]", "?") + "' " + why);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange that
        && prefix == that.prefix
        && Arrays.equals(network, that.network);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(network) * 31 + prefix;
  }

  /** The range in CIDR notation, as RFC 5952 writes it; a single address without a prefix. */
  @Override
  public String toString() {
    String address = IpAddress.format(network);
    return prefix == network.length * 8 ? address : address + "/" + prefix;
  }
}
