package dev.pat4j.web.settings;

/**
 * A page that shows a token this one time. Not a record, and kept by nothing: it is written out and
 * forgotten.
 */
public final class Reveal {

  private final Frame frame;
  private final TokenView token;
  private final String secret;
  private final String variable;
  private final String apiUrl;
  private final String host;
  private final String scheme;
  private final String owner;
  private final boolean showsGit;

  Reveal(
      Frame frame,
      TokenView token,
      String secret,
      String variable,
      String apiUrl,
      java.net.URI server,
      String owner,
      boolean showsGit) {
    this.frame = frame;
    this.token = token;
    this.secret = secret;
    this.variable = variable;
    this.apiUrl = apiUrl;
    this.host = String.valueOf(server.getRawAuthority());
    this.scheme = String.valueOf(server.getScheme());
    this.owner = owner;
    this.showsGit = showsGit;
  }

  /** Round it. */
  public Frame frame() {
    return frame;
  }

  /** Which. */
  public TokenView token() {
    return token;
  }

  /** The token in plain text. */
  public String secret() {
    return secret;
  }

  /** Puts it where the other two find it; the space keeps it out of most shells' histories. */
  public String environment() {
    return " export " + variable + "='" + secret + "'";
  }

  /** Uses it over HTTP, and shows it to nobody who lists processes' environments of others. */
  public String curl() {
    return "curl -H \"Authorization: Bearer $" + variable + "\" " + quoted(apiUrl);
  }

  /** Whether the host serves git. */
  public boolean showsGit() {
    return showsGit;
  }

  /** Hands it to git's own store of passwords, not to a URL, which git would keep in clear. */
  public String git() {
    return "printf 'protocol=%s\\nhost=%s\\nusername=%s\\npassword=%s\\n' "
        + quoted(scheme)
        + " "
        + quoted(host)
        + " "
        + quoted(owner)
        + " \"$"
        + variable
        + "\" | git credential approve";
  }

  /** One word of a shell, whatever is in it. */
  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./:@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
