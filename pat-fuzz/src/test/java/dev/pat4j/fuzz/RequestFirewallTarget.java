package dev.pat4j.fuzz;

import static dev.pat4j.fuzz.Oracle.must;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pat4j.servlet.Parsers;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * A request target, any bytes, through the firewall. What it admits must mean the same to every
 * parser there is: here to a few that are made to disagree as those of containers, proxies and
 * frameworks do.
 */
public final class RequestFirewallTarget {

  private RequestFirewallTarget() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String target = new String(data, ISO_8859_1);
    // Every container cuts there before anybody is asked.
    String raw = target.indexOf('?') < 0 ? target : target.substring(0, target.indexOf('?'));
    String once = decoded(raw);
    if (!Parsers.admits(raw, once)) {
      must(!isPlain(raw), "a plain path passes", raw);
      return;
    }
    must(raw.startsWith("/"), "a path begins with a slash", raw);
    must(raw.chars().allMatch(c -> c > 0x20 && c < 0x7F), "a target is visible ASCII", raw);
    must(raw.equals(withoutParameters(raw)), "nothing is cut off as a parameter", raw);
    must(raw.indexOf('#') < 0 && raw.indexOf('\\') < 0, "nothing ends or splits the path", raw);

    must(once.equals(decoded(once)), "decoding twice is decoding once", raw);
    must(isEncodable(raw, once), "the escapes are UTF-8", raw);
    must(once.chars().noneMatch(Character::isISOControl), "nothing controls", raw);

    must(resolved(raw).equals(raw), "resolving the raw path changes nothing", raw);
    must(resolved(once).equals(once), "resolving the decoded path changes nothing", raw);
    must(decoded(resolved(raw)).equals(resolved(decoded(raw))), "the order does not matter", raw);
    must(segments(raw).size() == segments(once).size(), "decoding makes no segment", raw);

    URI uri = URI.create("http://h" + raw.replaceAll("[\"<>^`{|}\\[\\]]", "_"));
    must(uri.normalize().equals(uri), "a stranger's parser normalises nothing", raw);
  }

  /** Letters, digits and single slashes: what every application is made of. */
  private static boolean isPlain(String raw) {
    return raw.matches("(?:/[A-Za-z0-9_-]+)+/?") || raw.equals("/");
  }

  /** As a container does it, and leniently: what is no escape stays. */
  private static String decoded(String text) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        octets.write(high << 4 | low);
        i += 2;
      } else {
        octets.write(bytes[i]);
      }
    }
    return octets.toString(UTF_8);
  }

  /** A replaced octet cannot be told from a sent U+FFFD but by writing it again. */
  private static boolean isEncodable(String raw, String once) {
    int escapes = (int) raw.chars().filter(c -> c == '%').count();
    return once.getBytes(UTF_8).length == raw.length() - 2 * escapes;
  }

  private static String withoutParameters(String path) {
    return path.replaceAll(";[^/]*", "");
  }

  private static List<String> segments(String path) {
    return Arrays.asList(path.split("[/\\\\]", -1));
  }

  /** RFC 3986 section 5.2.4, and empty segments merged, which it does not ask for. */
  private static String resolved(String path) {
    StringBuilder out = new StringBuilder();
    List<String> segments = segments(path.substring(1));
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      if (segment.equals("..")) {
        out.setLength(Math.max(0, out.lastIndexOf("/")));
      } else if (!segment.equals(".") && (last || !segment.isEmpty())) {
        out.append('/').append(segment);
        continue;
      }
      if (last) {
        out.append('/');
      }
    }
    return out.toString();
  }
}
