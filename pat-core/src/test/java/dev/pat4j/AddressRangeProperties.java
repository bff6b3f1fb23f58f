package dev.pat4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every block and every address. */
class AddressRangeProperties {

  @Provide
  Arbitrary<byte[]> addresses() {
    Arbitrary<Byte> bytes =
        Arbitraries.oneOf(Arbitraries.bytes(), Arbitraries.of((byte) 0, (byte) 0xFF));
    return Arbitraries.of(4, 16).flatMap(length -> bytes.array(byte[].class).ofSize(length));
  }

  private static String literal(byte[] address) throws IOException {
    return InetAddress.getByAddress(address).getHostAddress();
  }

  private static boolean isMapped(byte[] address) throws IOException {
    return address.length == 16 && InetAddress.getByAddress(address).getAddress().length == 4;
  }

  /** Counting bit by bit, from the front. */
  private static int sameBits(byte[] one, byte[] other) {
    int bits = 0;
    while (bits < one.length * 8
        && ((one[bits / 8] ^ other[bits / 8]) >> (7 - bits % 8) & 1) == 0) {
      bits++;
    }
    return bits;
  }

  @Property
  void anAddressIsInsideExactlyIfItSharesThePrefix(
      @ForAll("addresses") byte[] network,
      @ForAll("addresses") byte[] address,
      @ForAll @IntRange(min = 0, max = 128) int length)
      throws IOException {
    if (isMapped(network) || isMapped(address)) {
      return;
    }
    int prefix = Math.min(length, network.length * 8);
    AddressRange range = AddressRange.parse(literal(network) + "/" + prefix);

    boolean inside = network.length == address.length && sameBits(network, address) >= prefix;

    assertEquals(inside, range.contains(literal(address)));
    assertTrue(range.contains(literal(network)));
  }

  @Property
  void aNeighbourThatDiffersInOneBitIsInsideOnlyBeyondThePrefix(
      @ForAll("addresses") byte[] network,
      @ForAll @IntRange(min = 0, max = 127) int flipped,
      @ForAll @IntRange(min = 0, max = 128) int length)
      throws IOException {
    int bit = flipped % (network.length * 8);
    byte[] neighbour = network.clone();
    neighbour[bit / 8] ^= (byte) (0x80 >> bit % 8);
    if (isMapped(network) || isMapped(neighbour)) {
      return;
    }
    int prefix = Math.min(length, network.length * 8);
    AddressRange range = AddressRange.parse(literal(network) + "/" + prefix);

    assertEquals(bit >= prefix, range.contains(literal(neighbour)));
  }

  @Property
  void whatIsWrittenIsReadAsTheSameRange(
      @ForAll("addresses") byte[] network, @ForAll @IntRange(min = 0, max = 128) int length)
      throws IOException {
    if (isMapped(network)) {
      return;
    }
    int prefix = Math.min(length, network.length * 8);
    AddressRange range = AddressRange.parse(literal(network) + "/" + prefix);

    assertEquals(range, AddressRange.parse(range.toString()));
    assertTrue(range.contains(AddressRange.parse(literal(network))));
  }

  @Property
  void anythingElseIsRefusedWithAnIllegalArgument(@ForAll String text) {
    try {
      AddressRange range = AddressRange.parse(text);
      assertEquals(range, AddressRange.parse(range.toString()));
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().startsWith("address range '"), e::getMessage);
    }
  }
}
