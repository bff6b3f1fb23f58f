package dev.pat4j.servlet;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request to a git server over HTTP reads or writes (gitprotocol-http).
 *
 * <p>It writes if anything about it may: the path or a {@code service} parameter asks for {@code
 * git-receive-pack}; {@code service} is given twice, or cannot be decoded, so that two parsers may
 * choose differently; or the method is not one that only reads. Servers match on the decoded path
 * and on decoded parameters, so substrings of the raw query prove nothing.
 *
 * <p>Git LFS: locks and uploads are methods that write. Whether {@code POST
 * …/info/lfs/objects/batch} downloads or uploads stands in its body, which a filter must leave
 * alone, and a batch may hand out upload links that no later request passes this filter with. It
 * counts as a write, unless the host has said that its handler checks uploads.
 */
final class GitRules {

  private static final String RECEIVE = "git-receive-pack";
  private static final String SERVICE = "service";
  private static final String LFS_BATCH = "/info/lfs/objects/batch";

  private final boolean lfsUploadsChecked;

  GitRules(boolean lfsUploadsChecked) {
    this.lfsUploadsChecked = lfsUploadsChecked;
  }

  /** Whether the request needs the scope for writing. The path is decoded, the query is raw. */
  boolean writes(String method, String path, @Nullable String query) {
    if (path.endsWith("/" + RECEIVE) || mayAskForReceivePack(query)) {
      return true;
    }
    return switch (method) {
      case "GET", "HEAD" -> false;
      case "OPTIONS" -> path.endsWith("/info/refs");
      case "POST" -> !postReads(path);
      default -> true;
    };
  }

  private boolean postReads(String path) {
    return path.endsWith("/git-upload-pack")
        || path.endsWith("/git-upload-archive")
        || (lfsUploadsChecked && path.endsWith(LFS_BATCH));
  }

  private static boolean mayAskForReceivePack(@Nullable String query) {
    if (query == null) {
      return false;
    }
    int services = 0;
    int start = 0;
    while (start <= query.length()) {
      int end = endOf(query, start, "&;");
      // Not indexOf, which would run on to the end of the query for each parameter.
      int nameEnd = endOf(query, start, "&;=");
      String name = decoded(query, start, nameEnd);
      if (name == null) {
        return true;
      }
      if (name.equals(SERVICE)) {
        services++;
        String value = decoded(query, Math.min(nameEnd + 1, end), end);
        if (value == null || value.equals(RECEIVE)) {
          return true;
        }
      }
      start = end + 1;
    }
    return services > 1;
  }

  /**
   * Where the next of these stands: a semicolon, too, begins another parameter for some parsers.
   */
  private static int endOf(String query, int start, String delimiters) {
    int i = start;
    while (i < query.length() && delimiters.indexOf(query.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  /** Form decoding octet by octet: all that matters is whether it spells ASCII. Null if broken. */
  private static @Nullable String decoded(String query, int start, int end) {
    StringBuilder text = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      char c = query.charAt(i);
      if (c == '%') {
        int octet = PercentEncoding.octet(query, i, end);
        if (octet < 0) {
          return null;
        }
        text.append((char) octet);
        i += 2;
      } else {
        text.append(c == '+' ? ' ' : c);
      }
    }
    return text.toString();
  }
}
