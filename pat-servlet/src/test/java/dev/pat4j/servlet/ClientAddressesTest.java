package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.pat4j.AddressRange;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose address it is, behind the proxies 10.0.0.0/8 and fd00::/8; threat 25. */
class ClientAddressesTest {

  private final ClientAddresses addresses =
      new ClientAddresses(
          List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8")));

  private String client(String peer, String... forwardedFor) {
    FakeRequest request = FakeRequest.get("/").from(peer);
    if (forwardedFor.length > 0) {
      request.header("X-Forwarded-For", forwardedFor);
    }
    return addresses.of(request.asServlet());
  }

  @Test
  void isThePeerIfThatIsNoProxy() {
    assertEquals("192.0.2.1", client("192.0.2.1"));
    assertEquals("192.0.2.1", client("192.0.2.1", "198.51.100.1"));
    assertEquals("11.0.0.1", client("11.0.0.1", "10.0.0.1"));
  }

  @Test
  void isThePeerIfAProxyForwardsForNobody() {
    assertEquals("10.0.0.1", client("10.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1|198.51.100.1|198.51.100.1",
        "10.0.0.1|1.1.1.1, 198.51.100.1|198.51.100.1",
        "10.0.0.1|1.1.1.1, 198.51.100.1, 10.0.0.2|198.51.100.1",
        "10.0.0.1|198.51.100.1,10.0.0.3 , 10.0.0.2|198.51.100.1",
        "10.0.0.1|garbage, 198.51.100.1|198.51.100.1",
        "10.0.0.1|10.0.0.9|10.0.0.9",
        "10.0.0.1|10.0.0.9, 10.0.0.8|10.0.0.9",
        "10.0.0.1|2001:db8::1|2001:db8::1",
        "fd00::1|2001:db8::1, fd12::1|2001:db8::1",
        "::ffff:10.0.0.1|198.51.100.1|198.51.100.1",
        "10.0.0.1|198.51.100.1, ::ffff:10.0.0.2|198.51.100.1",
        "10.0.0.1|::ffff:198.51.100.1|::ffff:198.51.100.1"
      })
  @DisplayName("read from the right, trusted proxies are skipped")
  void isTheLastThatAProxyVouchesFor(String peer, String forwardedFor, String expected) {
    assertEquals(expected, client(peer, forwardedFor));
  }

  @Test
  @DisplayName("several lines are one list")
  void readsAllLines() {
    assertEquals(
        "198.51.100.1", client("10.0.0.1", "1.1.1.1", "198.51.100.1, 10.0.0.2", "10.0.0.3"));
    assertEquals("198.51.100.1", client("10.0.0.1", "198.51.100.1", "10.0.0.3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "unknown",
        "evil.example",
        "10x1x1x1",
        "198.51.100.1:443",
        "[2001:db8::1]",
        "198.51.100.1,",
        "198.51.100.1, ",
        "198.51.100",
        "010.1",
        "127.1",
        "0x7f.0.0.1",
        "198.51.100.256",
        "2001:db8::1%eth0",
        "fe80::1%<script>",
        "for=198.51.100.1",
        "198.51.100.0/24",
        "198.51.100.1, garbage, 10.0.0.2",
        "\u0661.1.1.1"
      })
  @DisplayName("what is no address makes the client unknown, so that address lists refuse")
  void garbageFailsClosed(String forwardedFor) {
    assertNull(client("10.0.0.1", forwardedFor));
  }

  @Test
  @DisplayName("what is behind the filter is told the client's address, and no invention")
  void theApplicationIsToldTheAddress() {
    Host host = new Host().with(filter -> filter.trustedProxies(AddressRange.parse("10.0.0.0/8")));
    String token = host.token("repo");
    for (FakeRequest request :
        List.of(FakeRequest.get("/repos/x").bearer(token), FakeRequest.get("/status"))) {
      request.from("10.0.0.1").header("X-Forwarded-For", "203.0.113.9, 198.51.100.1");
      assertEquals(Optional.of("198.51.100.1"), told(host, request));
      assertEquals(Optional.empty(), told(host, request.header("X-Forwarded-For", "?")));
      assertEquals(Optional.of("192.0.2.9"), told(host, request.from("192.0.2.9")));
    }
    FakeRequest unfiltered = FakeRequest.get("/x").from("[2001:db8::1]");
    assertEquals(
        Optional.of("2001:db8::1"),
        TokenAuthenticationFilter.clientAddressOf(unfiltered.asServlet()));
  }

  private static Optional<String> told(Host host, FakeRequest request) {
    return TokenAuthenticationFilter.clientAddressOf(host.send(request).passed);
  }

  @Test
  @DisplayName("an unknown address uses no token that is bound to addresses")
  void unknownAddressesUseNoBoundTokens() {
    Host host = new Host().with(filter -> filter.trustedProxies(AddressRange.parse("10.0.0.0/8")));
    String bound =
        host.issue(request -> request.scopes("repo").allowedAddresses("0.0.0.0/0", "::/0"))
            .secret()
            .reveal();
    FakeRequest request =
        FakeRequest.get("/user").bearer(bound).from("10.0.0.1").header("X-Forwarded-For", "?");
    assertEquals(403, host.send(request).status());
    assertEquals(200, host.send(request.header("X-Forwarded-For", "198.51.100.1")).status());
    String free = host.token("repo");
    assertEquals(200, host.send(request.header("X-Forwarded-For", "?").bearer(free)).status());
  }

  @Test
  @DisplayName("the last use is recorded with the client's address, not the proxy's")
  void lastUseIsTheClients() {
    Host host = new Host().with(filter -> filter.trustedProxies(AddressRange.parse("10.0.0.0/8")));
    var issued = host.issue(request -> request.scopes("repo"));
    host.send(
        FakeRequest.get("/user")
            .bearer(issued.secret().reveal())
            .from("10.0.0.1")
            .header("X-Forwarded-For", "198.51.100.1"));
    host.tokens.flush();
    assertEquals(
        "198.51.100.1", host.tokens.ownedBy("ada").list().get(0).lastUsedFrom().orElseThrow());
  }

  @Test
  void aContainerMayNotKnowThePeer() {
    HttpServletRequest request = mock(HttpServletRequest.class);
    when(request.getRemoteAddr()).thenReturn(null);
    assertNull(addresses.of(request));
    assertFalse(addresses.isTrustedPeer(request));
  }

  @Test
  void aContainerMayRefuseToTellHeaders() {
    HttpServletRequest request = mock(HttpServletRequest.class);
    when(request.getRemoteAddr()).thenReturn("10.0.0.1");
    when(request.getHeaders("X-Forwarded-For")).thenReturn(null);
    assertEquals("10.0.0.1", addresses.of(request));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1|false|https|false",
        "192.0.2.1|true|http|true",
        "10.0.0.1|false|https|true",
        "10.0.0.1|false|http|false",
        "10.0.0.1|true|http|false",
        "10.0.0.1|false|https, https|true",
        "10.0.0.1|false|https, http|false",
        "10.0.0.1|false|http, https|false",
        "10.0.0.1|false|HTTPS|false",
        "10.0.0.1|false|httpsx|false",
        "10.0.0.1|true|''|false"
      })
  @DisplayName("X-Forwarded-Proto counts from a proxy alone, and then every hop of it")
  void secure(String peer, boolean isSecure, String forwardedProto, boolean expected) {
    FakeRequest request =
        FakeRequest.get("/").from(peer).header("X-Forwarded-Proto", forwardedProto);
    if (isSecure) {
      request.secure();
    }
    assertEquals(expected, addresses.isSecure(request.asServlet()));
  }

  @Test
  void withoutForwardedProtoTheConnectionCounts() {
    assertTrue(addresses.isSecure(FakeRequest.get("/").from("10.0.0.1").secure().asServlet()));
    assertFalse(addresses.isSecure(FakeRequest.get("/").from("10.0.0.1").asServlet()));
  }
}
