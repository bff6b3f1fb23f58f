package dev.pat4j.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Literals, by hand: never a name, never a form that another parser reads differently. */
class IpAddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "255.255.255.255",
        "192.0.2.1",
        "1.2.3.4",
        "::",
        "::1",
        "1::",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "1::8",
        "fe80::1",
        "2001:DB8:AbCd::",
        "::ffff:1.2.3.4",
        "::ffff:102:304",
        "::1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4",
        "1::1.2.3.4",
        "0000:0000:0000:0000:0000:ffff:255.255.255.255",
        "00ff::000a"
      })
  void aLiteralIsReadAsThePlatformReadsIt(String literal) throws IOException {
    byte[] expected = InetAddress.getByName(literal).getAddress();

    assertArrayEquals(expected, IpAddress.parse(literal).orElseThrow());
  }

  @Test
  void aZoneIsDropped() {
    byte[] address = IpAddress.parse("fe80::1").orElseThrow();

    assertArrayEquals(address, IpAddress.parse("fe80::1%eth0").orElseThrow());
    assertArrayEquals(address, IpAddress.parse("fe80::1%" + "x".repeat(1_000)).orElseThrow());
    assertEquals(Optional.empty(), IpAddress.parse("192.0.2.1%eth0"));
    assertEquals(Optional.empty(), IpAddress.parse("%eth0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // names, and what looks like one
        "",
        " ",
        "localhost",
        "evil.example",
        "10x1x1x1",
        "a",
        "dead.beef",
        "1.2.3.four",
        // short, octal, hexadecimal, decimal
        "127.1",
        "1.2.3",
        "1.2.3.4.5",
        "010.0.0.1",
        "1.2.3.04",
        "00.0.0.0",
        "0x7f.0.0.1",
        "0x7f000001",
        "2130706433",
        "017700000001",
        "256.0.0.1",
        "1.2.3.999",
        "1.2.3.4294967296",
        // spaces, signs, ports, brackets, lists
        " 1.2.3.4",
        "1.2.3.4 ",
        "1.2.3.4\n",
        "\t1.2.3.4",
        "1.2. 3.4",
        "+1.2.3.4",
        "-1.2.3.4",
        "1.2.3.+4",
        "1.2.3.-4",
        "1.2.3.4:80",
        "[::1]",
        "::1]",
        "[::1]:80",
        "1.2.3.4,5.6.7.8",
        "1..3.4",
        ".1.2.3.4",
        "1.2.3.4.",
        "1.2.3.",
        "...",
        "....",
        // digits that are not ASCII
        "\u0661.2.3.4",
        "１.2.3.4",
        "::１",
        "::\u0661",
        "::ａ",
        // wrong groups
        ":",
        ":::",
        "1:",
        ":1",
        "1:2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8:",
        ":1:2:3:4:5:6:7:8",
        "1::2::3",
        "::1::",
        "1:::2",
        "::12345",
        "::g",
        "::-1",
        "::+1",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        ":1::2",
        "1::2:",
        "::1:",
        // wrong tails
        "::1.2.3",
        "::1.2.3.4.5",
        "::1.2.3.256",
        "::01.2.3.4",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:1.2.3.4",
        "1:2:3:4:5:6::1.2.3.4",
        "::.1.2.3",
        "1:2:3:4:5:6:7::1.2.3.4",
        "1.2.3.4:5:6:7:8:9:a:b",
        "::ffff:",
        "1.2.3.4::5"
      })
  void everyOtherFormIsRefused(String text) {
    assertEquals(Optional.empty(), IpAddress.parse(text));
    assertEquals(Optional.empty(), IpAddress.canonical(text));
  }

  @Test
  void whatIsTooLongIsRefusedAtOnce() {
    assertEquals(Optional.empty(), IpAddress.parse("0".repeat(10_000_000)));
    assertEquals(Optional.empty(), IpAddress.parse(":".repeat(10_000_000)));
    assertEquals(Optional.empty(), IpAddress.parse("1.".repeat(10_000_000)));
    assertEquals(
        Optional.empty(), IpAddress.parse("0000:0000:0000:0000:0000:0000:0255.255.255.255"));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::FFFF:C000:201, 192.0.2.1",
    "0:0:0:0:0:0:0:0, ::",
    "0:0:0:0:0:0:0:1, ::1",
    "1:0:0:0:0:0:0:0, 1::",
    "2001:0DB8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "0:0:1:0:0:0:0:0, 0:0:1::",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "fe80::1%eth0, fe80::1",
    "::ffff:0:0:1, ::ffff:0:0:1",
  })
  void anAddressIsWrittenAsRfc5952Has(String literal, String canonical) {
    assertEquals(Optional.of(canonical), IpAddress.canonical(literal));
  }
}
