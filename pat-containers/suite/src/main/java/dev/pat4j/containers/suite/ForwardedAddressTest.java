package dev.pat4j.containers.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pat4j.AddressRange;
import dev.pat4j.containers.HostTest;
import dev.pat4j.containers.WebApp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The address list of a token behind proxies. The token may be used from 192.0.2.0/24; the proxies
 * are 127.0.0.1, whom these tests come from, and 10.0.0.0/8.
 */
@DisplayName("threat 25: the leftmost X-Forwarded-For was believed (Coder CVE-2026-111934)")
class ForwardedAddressTest extends HostTest {

  @Override
  protected WebApp[] applications() {
    AddressRange peer = AddressRange.parse("127.0.0.1");
    AddressRange inner = AddressRange.parse("10.0.0.0/8");
    AddressRange other = AddressRange.parse("127.0.0.2");
    return new WebApp[] {
      application("/proxied", filter().trustedProxies(peer, inner)),
      application("/direct", filter()),
      application("/other", filter().trustedProxies(other, inner)),
    };
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 200",
    "192.0.2.0, 200",
    "192.0.2.255, 200",
    "192.0.3.0, 403",
    "192.0.1.255, 403",
    "'192.0.2.7, 10.1.2.3', 200",
    "'192.0.2.7,10.1.2.3,10.9.9.9', 200",
    "'203.0.113.9, 192.0.2.7', 200",
    "'192.0.2.7, 203.0.113.9', 403",
    "'192.0.2.7, 203.0.113.9, 10.1.2.3', 403",
    "'192.0.2.7|203.0.113.9', 403",
    "'203.0.113.9|192.0.2.7', 200",
    "'192.0.2.7|10.1.2.3', 200",
    "::ffff:192.0.2.7, 200",
    "::ffff:c000:207, 200",
    "::192.0.2.7, 403",
    "10.1.2.3, 403",
    "unknown, 403",
    "'192.0.2.7, unknown', 403",
    "'192.0.2.7, ', 403",
    "'', 403",
    "192.0.2.7:443, 403",
    "[192.0.2.7], 403",
    "192.0.2.07, 403",
    "192.0.2.7%eth0, 403",
    "192.0.519, 403",
    "3221225991, 403",
    "0xC0.0.2.7, 403",
    "evil.example, 403",
    "192.0.2.7/24, 403",
    "192.0.2.7.evil.example, 403"
  })
  void isTheLastOneThatATrustedProxyVouchesFor(String forwardedFor, int status) throws IOException {
    List<String> fields = new ArrayList<>(List.of(bearer("elsewhere")));
    for (String line : forwardedFor.split("\\|", -1)) {
      fields.add("X-Forwarded-For: " + line);
    }
    assertEquals(status, ask("GET", "/proxied/api/repos", fields.toArray(String[]::new)).status());
  }

  @ParameterizedTest
  @CsvSource({
    "/direct,X-Forwarded-For: 192.0.2.7",
    "/other,X-Forwarded-For: 192.0.2.7",
    "/other,'X-Forwarded-For: 192.0.2.7, 127.0.0.2'",
    "/proxied,Forwarded: for=192.0.2.7",
    "/proxied,X-Real-IP: 192.0.2.7",
    "/proxied,True-Client-IP: 192.0.2.7",
    "/proxied,CF-Connecting-IP: 192.0.2.7",
    "/proxied,X-Client-IP: 192.0.2.7"
  })
  void isNeverWhatAnybodyElseClaims(String context, String forged) throws IOException {
    assertRefused(403, List.of(), ask("GET", context + "/api/repos", bearer("elsewhere"), forged));
  }

  @Test
  void isThePeersIfNothingIsForwarded() throws IOException {
    assertServed("ada", get("/proxied/api/repos", "here"));
    assertServed("ada", get("/direct/api/repos", "here"));
  }

  @Test
  void isUnknownIfAProxyForwardsGarbageEvenIfThePeerWouldBeAllowed() throws IOException {
    assertRefused(
        403,
        List.of(),
        ask("GET", "/proxied/api/repos", bearer("here"), "X-Forwarded-For: unknown"));
  }
}
