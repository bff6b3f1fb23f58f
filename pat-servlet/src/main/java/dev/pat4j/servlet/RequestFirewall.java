package dev.pat4j.servlet;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Refuses request targets that two parsers could read differently, before any rule is looked at.
 *
 * <p>Containers, the proxies in front of them and the frameworks behind them disagree about dot
 * segments, path parameters, backslashes and characters that are encoded without need; most
 * published bypasses of Java security filters are such a disagreement. A target that stays clear of
 * all of them means the same to everybody. Nothing is repaired here: a suspicious target is
 * answered with 400.
 *
 * <p>{@link #strict()} refuses everything that {@link Check} names. A host that needs one of those
 * characters says so: {@code RequestFirewall.strict().allowing(Check.SEMICOLON)}. Immutable and
 * thread-safe. No method accepts null.
 */
public final class RequestFirewall {

  /** One refusal each. "Raw" is the request target as sent, "decoded" what the container serves. */
  public enum Check {
    /**
     * A {@code ;}, plain or as {@code %3b}: path parameters, which parsers strip at other times.
     */
    SEMICOLON,
    /** A {@code \}, plain or as {@code %5c}: a separator to some file systems and parsers. */
    BACKSLASH,
    /** An encoded slash, {@code %2f}: a separator for whoever decodes first. */
    ENCODED_SLASH,
    /** An encoded dot, {@code %2e}: a dot segment for whoever decodes first. */
    ENCODED_DOT,
    /** An encoded percent sign, {@code %25}, or a percent sign left after decoding. */
    PERCENT,
    /** An empty segment, {@code //}: merged by some, kept by others. */
    EMPTY_SEGMENT,
    /** A segment {@code .} or {@code ..}, also with encoded dots or with path parameters. */
    DOT_SEGMENT,
    /** Characters 00 to 1F and 7F to 9F, encoded or decoded. */
    CONTROL,
    /** The line and paragraph separators U+2028 and U+2029, which a dot in a pattern may miss. */
    LINE_SEPARATOR,
    /** Raw bytes outside 21 to 7E: a sender must encode them. */
    UNENCODED,
    /** A raw {@code #}: a fragment is never sent, and some parsers cut there. */
    FRAGMENT,
    /** A percent sign without two hexadecimal digits, or escapes that are not UTF-8. */
    BAD_ESCAPE
  }

  /** Neither a slash nor a dot begins a plain segment. */
  private static final AsciiSet PLAIN_AT_FIRST = AsciiSet.alphanumericAnd("-_~!$&'()*+,=:@");

  private static final AsciiSet PLAIN = AsciiSet.alphanumericAnd("-_~!$&'()*+,=:@./");

  private static final RequestFirewall STRICT = new RequestFirewall(EnumSet.allOf(Check.class));

  private final EnumSet<Check> checks;

  private RequestFirewall(EnumSet<Check> checks) {
    this.checks = checks;
  }

  /** The firewall that refuses everything a {@link Check} names. */
  public static RequestFirewall strict() {
    return STRICT;
  }

  /**
   * This firewall without one of its refusals. Each that is given up must be understood by every
   * parser between the client and the handler in the same way.
   */
  public RequestFirewall allowing(Check check) {
    EnumSet<Check> fewer = EnumSet.copyOf(checks);
    fewer.remove(requireNonNull(check, "check"));
    return new RequestFirewall(fewer);
  }

  @Override
  public String toString() {
    return "RequestFirewall" + checks;
  }

  /** Whether both spellings of the target are clear of every check. */
  boolean admits(@Nullable String raw, @Nullable String decoded) {
    return raw != null
        && raw.startsWith("/")
        && decoded != null
        && (isPlain(raw) || inspectRaw(raw).isEmpty())
        && (isPlain(decoded) || inspectDecoded(decoded).isEmpty());
  }

  /**
   * Whether no check could have anything to say: nearly every path there is, told in one pass that
   * makes no object. False is no refusal, but a reason to look closely.
   */
  static boolean isPlain(String path) {
    if (!path.startsWith("/")) {
      return false;
    }
    boolean segmentBegins = true;
    for (int i = 1; i < path.length(); i++) {
      char c = path.charAt(i);
      if (segmentBegins ? !PLAIN_AT_FIRST.contains(c) : !PLAIN.contains(c)) {
        return false;
      }
      segmentBegins = c == '/';
    }
    return true;
  }

  /** The first check that the raw path of the request target fails. */
  Optional<Check> inspectRaw(String raw) {
    Segments segments = new Segments();
    boolean beyondAscii = false;
    for (int i = 0; i < raw.length(); i++) {
      int octet = PercentEncoding.octet(raw, i, raw.length());
      char c = octet < 0 ? raw.charAt(i) : (char) octet;
      Check failed = firstOn(octet < 0 ? plain(c) : encoded(octet), segments.next(c));
      if (failed != null) {
        return Optional.of(failed);
      }
      beyondAscii |= octet > 0x7F;
      i += octet < 0 ? 0 : 2;
    }
    Check unreadable = beyondAscii && !isUtf8(raw) ? Check.BAD_ESCAPE : null;
    return Optional.ofNullable(firstOn(segments.end(), unreadable));
  }

  /** The first check that the path which the container dispatches on fails. */
  Optional<Check> inspectDecoded(String decoded) {
    Segments segments = new Segments();
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      Check failed = firstOn(decoded(c), segments.next(c));
      if (failed != null) {
        return Optional.of(failed);
      }
    }
    return Optional.ofNullable(firstOn(segments.end(), null));
  }

  /** Whichever of the two is switched on. */
  private @Nullable Check firstOn(@Nullable Check one, @Nullable Check other) {
    if (one != null && checks.contains(one)) {
      return one;
    }
    return other != null && checks.contains(other) ? other : null;
  }

  private static @Nullable Check plain(char c) {
    return switch (c) {
      case ';' -> Check.SEMICOLON;
      case '\\' -> Check.BACKSLASH;
      case '#' -> Check.FRAGMENT;
      case '%' -> Check.BAD_ESCAPE;
      default -> c < 0x21 || c > 0x7E ? Check.UNENCODED : null;
    };
  }

  private static @Nullable Check encoded(int octet) {
    return switch (octet) {
      case ';' -> Check.SEMICOLON;
      case '\\' -> Check.BACKSLASH;
      case '/' -> Check.ENCODED_SLASH;
      case '.' -> Check.ENCODED_DOT;
      case '%' -> Check.PERCENT;
      default -> octet < 0x20 || octet == 0x7F ? Check.CONTROL : null;
    };
  }

  private static @Nullable Check decoded(char c) {
    return switch (c) {
      case ';' -> Check.SEMICOLON;
      case '\\' -> Check.BACKSLASH;
      case '%' -> Check.PERCENT;
      case '\u2028', '\u2029' -> Check.LINE_SEPARATOR;
      default -> Character.isISOControl(c) ? Check.CONTROL : null;
    };
  }

  /** Whether the escapes spell UTF-8, without overlong forms and lone halves. */
  private static boolean isUtf8(String raw) {
    byte[] octets = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++) {
      int octet = PercentEncoding.octet(raw, i, raw.length());
      octets[length++] = (byte) (octet < 0 ? '.' : octet);
      i += octet < 0 ? 0 : 2;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, length));
      return true;
    } catch (CharacterCodingException overlongOrBroken) {
      return false;
    }
  }

  /**
   * Watches segments go by. Where a character is allowed that some parser takes for a separator, a
   * dot segment beside it still counts, and so does one that carries path parameters.
   */
  private static final class Segments {

    private int dots;
    private boolean named;
    private boolean inParameters;
    private boolean atStart = true;

    @Nullable Check next(char c) {
      if (c == '/' || c == '\\') {
        Check finished = atStart ? null : finished();
        atStart = false;
        dots = 0;
        named = false;
        inParameters = false;
        return finished;
      }
      atStart = false;
      inParameters |= c == ';';
      if (!inParameters) {
        dots += c == '.' ? 1 : 0;
        named |= c != '.';
      }
      return null;
    }

    private @Nullable Check finished() {
      return !named && dots == 0 ? Check.EMPTY_SEGMENT : end();
    }

    /** The last segment may be empty: a trailing slash is a path of its own. */
    @Nullable Check end() {
      return !named && (dots == 1 || dots == 2) ? Check.DOT_SEGMENT : null;
    }
  }
}
