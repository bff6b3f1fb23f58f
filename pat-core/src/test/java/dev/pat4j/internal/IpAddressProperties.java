package dev.pat4j.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Agreement with the platform on every valid address, and a refusal of all it would look up. */
class IpAddressProperties {

  @Property
  void ipv4IsReadAndWrittenAsThePlatformDoes(@ForAll @Size(4) byte[] address) throws IOException {
    String literal = InetAddress.getByAddress(address).getHostAddress();

    assertArrayEquals(address, IpAddress.parse(literal).orElseThrow());
    assertEquals(literal, IpAddress.format(address));
    assertEquals(Optional.of(literal), IpAddress.canonical(literal));
  }

  @Provide
  Arbitrary<byte[]> ipv6() {
    Arbitrary<Byte> bytes =
        Arbitraries.oneOf(
            Arbitraries.just((byte) 0), Arbitraries.just((byte) 0), Arbitraries.bytes());
    return bytes.array(byte[].class).ofSize(16);
  }

  @Property
  void ipv6IsReadAsThePlatformReadsItHoweverItIsWritten(@ForAll("ipv6") byte[] address)
      throws IOException {
    byte[] expected = InetAddress.getByAddress(address).getAddress();
    String full = full(address);

    assertArrayEquals(expected, IpAddress.parse(full).orElseThrow());
    assertArrayEquals(expected, IpAddress.parse(full.toUpperCase(Locale.ROOT)).orElseThrow());
    String canonical = IpAddress.canonical(full).orElseThrow();
    assertArrayEquals(expected, IpAddress.parse(canonical).orElseThrow());
    assertArrayEquals(expected, InetAddress.getByName(canonical).getAddress());
    assertEquals(Optional.of(canonical), IpAddress.canonical(canonical));
  }

  private static String full(byte[] address) {
    return IntStream.range(0, 8)
        .mapToObj(i -> String.format(Locale.ROOT, "%02x%02x", address[2 * i], address[2 * i + 1]))
        .collect(Collectors.joining(":"));
  }

  @Property
  void whatWeTakeForALiteralThePlatformTakesForTheSame(
      @ForAll @StringLength(max = 50) @Chars({'0', '1', '9', 'a', 'f', ':', ':', '.', '%', '/'})
          String text)
      throws IOException {
    Optional<byte[]> address = IpAddress.parse(text);
    if (address.isPresent() && text.indexOf('%') < 0) {
      assertArrayEquals(InetAddress.getByName(text).getAddress(), address.get());
    }
  }

  @Property
  void anyTextIsReadWithoutAnException(@ForAll String text) {
    IpAddress.parse(text)
        .ifPresent(address -> assertTrue(address.length == 4 || address.length == 16));
  }
}
