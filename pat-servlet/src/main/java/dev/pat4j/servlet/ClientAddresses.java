package dev.pat4j.servlet;

import dev.pat4j.AddressRange;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, and whether it came over TLS, if there may be proxies in between.
 *
 * <p>What the container says of the peer is believed. X-Forwarded-For and X-Forwarded-Proto are
 * believed only from a peer that is a configured proxy, and no other header ever is.
 */
final class ClientAddresses {

  /** Every address literal lies in one of these, and nothing else does. */
  private static final List<AddressRange> ANY =
      List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0"));

  private final List<AddressRange> proxies;

  ClientAddresses(List<AddressRange> proxies) {
    this.proxies = List.copyOf(proxies);
  }

  /** Whether the peer is a configured proxy. */
  boolean isTrustedPeer(HttpServletRequest request) {
    return !proxies.isEmpty() && isIn(proxies, peer(request));
  }

  /**
   * The address of the client as a literal; null if it is not known, because a proxy passed on
   * something that is no address. Whatever depends on the address must refuse then.
   *
   * <p>Read from the right: every proxy appends the address it was called from, so the first one
   * that is not a trusted proxy is the last one that a trusted proxy vouches for. What stands to
   * the left of it may be anybody's invention.
   */
  @Nullable String of(HttpServletRequest request) {
    String client = peer(request);
    if (!isIn(proxies, client)) {
      return client;
    }
    List<String> hops = values(request, "X-Forwarded-For");
    for (int i = hops.size() - 1; i >= 0; i--) {
      client = hops.get(i);
      if (!isLiteral(client)) {
        return null;
      }
      if (!isIn(proxies, client)) {
        return client;
      }
    }
    return client;
  }

  /** Whether every hop that is known of was made over TLS. */
  boolean isSecure(HttpServletRequest request) {
    if (!isTrustedPeer(request)) {
      return request.isSecure();
    }
    List<String> hops = values(request, "X-Forwarded-Proto");
    return hops.isEmpty() ? request.isSecure() : hops.stream().allMatch("https"::equals);
  }

  /** Jetty writes IPv6 in the brackets that belong into a URL; a literal has none. */
  static @Nullable String peer(HttpServletRequest request) {
    String address = request.getRemoteAddr();
    return address != null && address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
  }

  /** A zone means nothing beyond the host that wrote it, and its text could be anything. */
  private static boolean isLiteral(String hop) {
    return hop.indexOf('%') < 0 && isIn(ANY, hop);
  }

  private static boolean isIn(List<AddressRange> ranges, @Nullable String literal) {
    for (AddressRange range : ranges) {
      if (range.contains(literal)) {
        return true;
      }
    }
    return false;
  }

  /** The comma separated values of all lines of a header, in order. */
  private static List<String> values(HttpServletRequest request, String header) {
    List<String> values = new ArrayList<>();
    Enumeration<String> lines = request.getHeaders(header);
    for (String line : lines == null ? List.<String>of() : Collections.list(lines)) {
      for (String value : line.split(",", -1)) {
        values.add(value.strip());
      }
    }
    return values;
  }
}
