package dev.pat4j.servlet;

import java.util.List;
import java.util.Optional;

/** Lends the fuzz targets what the filter keeps to itself. */
public final class Parsers {

  private static final AuthorizationHeader HEADER = new AuthorizationHeader(8192);
  private static final RequestFirewall FIREWALL = RequestFirewall.strict();

  private Parsers() {}

  /** What an Authorization line amounts to; the user is empty where there is none. */
  public record Read(String kind, boolean basic, String token, Optional<String> user) {}

  public static Read authorization(String line) {
    Credentials read = HEADER.read(List.of(line));
    boolean presented = read.kind() == Credentials.Kind.PRESENTED;
    return new Read(
        read.kind().name(),
        read.carrier() == Credentials.Carrier.BASIC,
        presented ? read.token() : "",
        Optional.ofNullable(read.user()));
  }

  /** What the credentials print, which must never be the secret. */
  public static String printed(String line) {
    return HEADER.read(List.of(line)).toString();
  }

  public static boolean admits(String rawPath, String decodedPath) {
    return FIREWALL.admits(rawPath, decodedPath);
  }
}
