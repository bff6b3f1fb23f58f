package dev.pat4j.internal;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads and writes IP address literals by hand: never a look-up of a name, never a short, octal or
 * hexadecimal form of IPv4. An IPv4-mapped IPv6 address is read as the IPv4 address it stands for.
 */
public final class IpAddress {

  private static final int V4 = 4;
  private static final int V6 = 16;
  private static final int GROUPS = 8;

  /** The longest literal: IPv6 with an IPv4 tail. A zone adds to it. */
  private static final int LONGEST = 45;

  private IpAddress() {}

  /** The 4 or 16 bytes of a literal; a zone ({@code %eth0}) is dropped. Empty for all else. */
  public static Optional<byte[]> parse(String literal) {
    int zone = literal.indexOf('%');
    String address = zone < 0 ? literal : literal.substring(0, zone);
    if (address.length() > LONGEST) {
      return Optional.empty();
    }
    if (address.indexOf(':') < 0) {
      return zone < 0 ? v4(address) : Optional.empty();
    }
    return v6(address).map(IpAddress::unmapped);
  }

  /** This literal as {@link #format} writes it; empty if it is none. */
  public static Optional<String> canonical(String literal) {
    if (isCanonicalV4(literal)) {
      return Optional.of(literal);
    }
    return parse(literal).map(address -> literal.indexOf(':') < 0 ? literal : format(address));
  }

  /**
   * Whether this is IPv4 in dotted form. As {@link #parse} decides, without an object: most
   * requests come from such an address, and each has one.
   */
  private static boolean isCanonicalV4(String literal) {
    int parts = 0;
    int digits = 0;
    int value = 0;
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c == '.') {
        if (digits == 0) {
          return false;
        }
        parts++;
        digits = 0;
        value = 0;
      } else {
        boolean padded = digits > 0 && value == 0;
        value = value * 10 + c - '0';
        if (c < '0' || c > '9' || padded || value > 255) {
          return false;
        }
        digits++;
      }
    }
    return parts == V4 - 1 && digits > 0;
  }

  /**
   * The one way of writing this address: dotted for 4 bytes, as RFC 5952 has it for 16, so lower
   * case, without leading zeros, and the longest run of zero groups as {@code ::}.
   */
  public static String format(byte[] address) {
    if (address.length == V4) {
      return (address[0] & 0xFF)
          + "."
          + (address[1] & 0xFF)
          + "."
          + (address[2] & 0xFF)
          + "."
          + (address[3] & 0xFF);
    }
    int gap = 0;
    int width = 1;
    for (int group = 0; group < GROUPS; group++) {
      int zeros = zeros(address, group);
      if (zeros > width) {
        gap = group;
        width = zeros;
      }
    }
    return width == 1
        ? join(address, 0, GROUPS)
        : join(address, 0, gap) + "::" + join(address, gap + width, GROUPS);
  }

  /** How many groups from this one on are zero. */
  private static int zeros(byte[] address, int from) {
    int group = from;
    while (group < GROUPS && group(address, group) == 0) {
      group++;
    }
    return group - from;
  }

  private static String join(byte[] address, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(group -> Integer.toHexString(group(address, group)))
        .collect(Collectors.joining(":"));
  }

  private static int group(byte[] address, int group) {
    return (address[2 * group] & 0xFF) << 8 | (address[2 * group + 1] & 0xFF);
  }

  private static byte[] unmapped(byte[] address) {
    for (int i = 0; i < 10; i++) {
      if (address[i] != 0) {
        return address;
      }
    }
    if (address[10] != (byte) 0xFF || address[11] != (byte) 0xFF) {
      return address;
    }
    return new byte[] {address[12], address[13], address[14], address[15]};
  }

  private static Optional<byte[]> v4(String text) {
    byte[] address = new byte[V4];
    String[] parts = text.split("\\.", -1);
    if (parts.length != V4) {
      return Optional.empty();
    }
    for (int i = 0; i < V4; i++) {
      int value = number(parts[i], 10, 3);
      boolean padded = parts[i].length() > 1 && parts[i].charAt(0) == '0';
      if (value < 0 || value > 255 || padded) {
        return Optional.empty();
      }
      address[i] = (byte) value;
    }
    return Optional.of(address);
  }

  private static Optional<byte[]> v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true).filter(bytes -> bytes.length == V6);
    }
    Optional<byte[]> head = groups(text.substring(0, gap), false);
    Optional<byte[]> tail = groups(text.substring(gap + 2), true);
    if (head.isEmpty() || tail.isEmpty() || head.get().length + tail.get().length > V6 - 2) {
      return Optional.empty();
    }
    byte[] address = new byte[V6];
    byte[] low = tail.get();
    System.arraycopy(head.get(), 0, address, 0, head.get().length);
    System.arraycopy(low, 0, address, V6 - low.length, low.length);
    return Optional.of(address);
  }

  /** Colon-separated groups of up to four hexadecimal digits, perhaps ending in dotted IPv4. */
  private static Optional<byte[]> groups(String text, boolean mayEndInV4) {
    if (text.isEmpty()) {
      return Optional.of(new byte[0]);
    }
    String[] parts = text.split(":", -1);
    if (parts.length > GROUPS) {
      return Optional.empty();
    }
    byte[] bytes = new byte[parts.length * 2];
    for (int i = 0; i < parts.length; i++) {
      if (mayEndInV4 && i == parts.length - 1 && parts[i].indexOf('.') > 0) {
        return withV4Tail(bytes, i * 2, parts[i]);
      }
      int value = number(parts[i], 16, 4);
      if (value < 0) {
        return Optional.empty();
      }
      bytes[2 * i] = (byte) (value >> 8);
      bytes[2 * i + 1] = (byte) value;
    }
    return Optional.of(bytes);
  }

  private static Optional<byte[]> withV4Tail(byte[] groups, int length, String dotted) {
    return v4(dotted)
        .filter(tail -> length + V4 <= V6)
        .map(
            tail -> {
              byte[] all = new byte[length + V4];
              System.arraycopy(groups, 0, all, 0, length);
              System.arraycopy(tail, 0, all, length, V4);
              return all;
            });
  }

  /** The number that these ASCII digits write, of which there are 1 to {@code longest}; else -1. */
  private static int number(String digits, int radix, int longest) {
    if (digits.isEmpty() || digits.length() > longest) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }
}
