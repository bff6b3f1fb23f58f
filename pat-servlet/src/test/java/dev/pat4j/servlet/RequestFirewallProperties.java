package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.servlet.RequestFirewall.Check;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RequestFirewallProperties {

  private final RequestFirewall strict = RequestFirewall.strict();

  @Property
  void neverThrows(@ForAll String anything) {
    strict.inspectRaw(anything);
    strict.inspectDecoded(anything);
    strict.admits(anything, anything);
  }

  @Property(tries = 5_000)
  void whatPassesMeansTheSameBeforeAndAfterNormalisationAndDecoding(@ForAll("tricky") String raw) {
    if (strict.inspectRaw(raw).isEmpty()) {
      // Decoded once it decodes to itself, and there is nothing to normalise: no two parsers that
      // follow RFC 3986 in whatever order can differ.
      String once = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
      assertEquals(once, URLDecoder.decode(once.replace("+", "%2B"), StandardCharsets.UTF_8));
      assertTrue(strict.inspectDecoded(once).isEmpty(), once);
      URI uri = URI.create(raw);
      assertEquals(uri, uri.normalize());
    }
  }

  @Property
  void whatPassesHasNoSegmentThatMoves(@ForAll("tricky") String raw) {
    if (strict.inspectRaw(raw).isEmpty()) {
      for (String segment : raw.substring(1).split("/", -1)) {
        assertTrue(!segment.equals(".") && !segment.equals(".."), raw);
      }
    }
  }

  @Property
  void aSwitchOnlyEverAllowsMore(@ForAll("tricky") String raw, @ForAll Check check) {
    if (strict.inspectRaw(raw).isEmpty()) {
      assertTrue(strict.allowing(check).inspectRaw(raw).isEmpty());
    }
  }

  @Provide
  Arbitrary<String> tricky() {
    return Arbitraries.of(
            List.of(
                "/", "/", "a", "b", ".", "..", ";", "\\", "%2e", "%2F", "%25", "%5c", "%3b", "%00",
                "%41", "%C3%A4", "%c0%ae", "%", "%2", "+", "~", "...", ";x=y"))
        .list()
        .ofMaxSize(8)
        .map(parts -> "/" + String.join("", parts));
  }
}
