package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of addresses in CIDR notation: literals only, whatever a client makes up. */
class AddressRangeTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1/32, 192.0.2.1",
    "192.0.2.77/24, 192.0.2.0/24",
    "255.255.255.255/1, 128.0.0.0/1",
    "0.0.0.0/0, 0.0.0.0/0",
    "255.255.255.255/0, 0.0.0.0/0",
    "10.1.2.3/31, 10.1.2.2/31",
    "::, ::",
    "::/0, ::/0",
    "::1/128, ::1",
    "::3/127, ::2/127",
    "2001:DB8::/32, 2001:db8::/32",
    "2001:db8:ffff::/33, 2001:db8:8000::/33",
    "ffff::/1, 8000::/1",
    "::ffff:192.0.2.77, 192.0.2.77",
    "::ffff:192.0.2.77/128, 192.0.2.77",
    "::ffff:192.0.2.77/120, 192.0.2.0/24",
    "::ffff:0:0/96, 0.0.0.0/0",
    "::192.0.2.1, ::c000:201",
    "64:ff9b::192.0.2.33/96, 64:ff9b::/96",
  })
  void aRangeIsWrittenInOneWay(String text, String written) {
    AddressRange range = AddressRange.parse(text);

    assertEquals(written, range.toString());
    assertEquals(range, AddressRange.parse(written));
    assertEquals(range.hashCode(), AddressRange.parse(written).hashCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "/24",
        "null",
        "localhost",
        "evil.example",
        "10x1x1x1",
        "192.0.2.1/",
        "192.0.2.1/33",
        "192.0.2.1/-1",
        "192.0.2.1/+1",
        "192.0.2.1/024",
        "192.0.2.1/0x18",
        "192.0.2.1/24/8",
        "192.0.2.1/ 24",
        "192.0.2.1 /24",
        " 192.0.2.1",
        "192.0.2.1\n",
        "192.0.2.1/9999999999",
        "192.0.2.1/\u0662",
        "192.0.2.1/255.255.255.0",
        "::/129",
        "::/",
        "::ffff:192.0.2.1/95",
        "::ffff:192.0.2.1/24",
        "fe80::1%eth0",
        "fe80::1%eth0/64",
        "[::1]",
        "[::1]/128",
        "192.0.2.1-192.0.2.9",
        "192.0.2.*",
        "010.0.0.1/8",
        "127.1/8"
      })
  void allElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text));
  }

  @Test
  void messagesShowWhatWasWrittenOnOneShortLineAndTheWayOut() {
    assertEquals(
        "address range 'a?b' is not an IP address literal, with or without a /prefix",
        message("a\nb"));
    assertEquals(
        "address range '10.0.0.0/33' needs a prefix length from 0 to 32", message("10.0.0.0/33"));
    assertEquals("address range '::/129' needs a prefix length from 0 to 128", message("::/129"));
    assertEquals(
        "address range '::ffff:10.0.0.0/8' needs a prefix length from 96 to 128",
        message("::ffff:10.0.0.0/8"));
    assertTrue(message("x".repeat(65)).contains("'" + "x".repeat(64) + "…'"));
    assertTrue(message("x".repeat(64)).contains("'" + "x".repeat(64) + "'"));
    assertTrue(message("x".repeat(1_000_000)).length() < 200);
  }

  private static String message(String text) {
    return assertThrows(IllegalArgumentException.class, () -> AddressRange.parse(text))
        .getMessage();
  }

  @ParameterizedTest
  @DisplayName("threat 25: CIDR edges and IPv4-mapped IPv6 (Coder CVE-2026-111934)")
  @CsvSource({
    "0.0.0.0/0, 0.0.0.0, true",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::ffff:255.255.255.255, true",
    "0.0.0.0/0, ::, false",
    "0.0.0.0/0, ::1.2.3.4, false",
    "::/0, ::, true",
    "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, true",
    "::/0, 1.2.3.4, false",
    "::/0, ::ffff:1.2.3.4, false",
    "128.0.0.0/1, 127.255.255.255, false",
    "128.0.0.0/1, 128.0.0.0, true",
    "128.0.0.0/1, 255.255.255.255, true",
    "10.0.0.0/31, 9.255.255.255, false",
    "10.0.0.0/31, 10.0.0.0, true",
    "10.0.0.0/31, 10.0.0.1, true",
    "10.0.0.0/31, 10.0.0.2, false",
    "10.0.0.1/32, 10.0.0.0, false",
    "10.0.0.1/32, 10.0.0.1, true",
    "10.0.0.1/32, ::ffff:a00:1, true",
    "10.0.0.1/32, 10.0.0.2, false",
    "10.128.0.0/9, 10.127.255.255, false",
    "10.128.0.0/9, 10.128.0.0, true",
    "10.128.0.0/9, 11.128.0.0, false",
    "8000::/1, 7fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, false",
    "8000::/1, 8000::, true",
    "2001:db8::/127, 2001:db8::1, true",
    "2001:db8::/127, 2001:db8::2, false",
    "2001:db8::1/128, 2001:db8::1, true",
    "2001:db8::1/128, 2001:0DB8:0:0:0:0:0:1, true",
    "2001:db8::1/128, 2001:db8::1%eth0, true",
    "2001:db8::1/128, 2001:db8::, false",
    "::ffff:10.0.0.0/120, 10.0.0.255, true",
    "::ffff:10.0.0.0/120, 10.0.1.0, false",
  })
  void anAddressIsInARangeOrNot(String range, String address, boolean inside) {
    assertEquals(inside, AddressRange.parse(range).contains(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "unknown",
        "_hidden",
        "localhost",
        "10.0.0.1, 10.0.0.2",
        "10.0.0.1:80",
        "[::1]",
        "[::1]:80",
        "10.0.0.1%eth0",
        "10.0.0.1/32",
        "for=10.0.0.1",
        "10.0.0.1 ",
        "\"10.0.0.1\"",
        "0x0a000001",
        "167772161",
        "10.1",
        "012.0.0.1",
        "10.0.0.256",
        "1.2.3.4.5"
      })
  void whatIsNoLiteralIsInNoRange(String text) {
    assertFalse(AddressRange.parse("0.0.0.0/0").contains(text));
    assertFalse(AddressRange.parse("::/0").contains(text));
  }

  @Test
  void anUnknownAddressIsInNoRange() {
    assertFalse(AddressRange.parse("0.0.0.0/0").contains((String) null));
    assertFalse(AddressRange.parse("127.0.0.1").contains((String) null));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.1.0.0/16, true",
    "10.0.0.0/8, 10.0.0.0/8, true",
    "10.0.0.0/8, 11.0.0.0/16, false",
    "10.1.0.0/16, 10.0.0.0/8, false",
    "0.0.0.0/0, ::/0, false",
    "::/0, 10.0.0.0/8, false",
    "::/0, ::1, true",
  })
  void aRangeIsInAnotherOrNot(String outer, String inner, boolean inside) {
    assertEquals(inside, AddressRange.parse(outer).contains(AddressRange.parse(inner)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', ''",
    "10.0.0.0/8, '', 10.0.0.0/8",
    "'', 10.0.0.0/8, 10.0.0.0/8",
    "10.0.0.0/8, 10.1.0.0/16, 10.1.0.0/16",
    "10.1.0.0/16, 10.0.0.0/8, 10.1.0.0/16",
    "10.0.0.0/8 ::1, ::/0, ::1",
    "10.0.0.0/8 10.1.0.0/16, 0.0.0.0/0, 10.0.0.0/8 10.1.0.0/16",
    "0.0.0.0/0 ::/0, 10.0.0.1 ::1, 10.0.0.1 ::1",
    "10.0.0.0/8, 11.0.0.0/8, nowhere",
    "0.0.0.0/0, ::/0, nowhere",
  })
  void whatTwoListsHaveInCommon(String one, String other, String common) {
    assertEquals(
        common,
        AddressRange.common(list(one), list(other)).map(AddressRange::written).orElse("nowhere"));
  }

  private static List<AddressRange> list(String text) {
    return text.isEmpty() ? List.of() : AddressRange.list(text.split(" "));
  }

  @Test
  void rangesAreEqualByFamilyNetworkAndPrefix() {
    AddressRange range = AddressRange.parse("10.0.0.0/8");

    assertNotEquals(range, AddressRange.parse("10.0.0.0/9"));
    assertNotEquals(range, AddressRange.parse("11.0.0.0/8"));
    assertNotEquals(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0"));
    assertNotEquals(range, "10.0.0.0/8");
    assertEquals(2, Set.copyOf(List.of(range, AddressRange.parse("::/8"))).size());
  }
}
