package dev.pat4j.examples.githost;

import dev.pat4j.AccessToken;
import dev.pat4j.IssuedToken;
import java.net.URI;
import java.nio.file.Path;

/**
 * What a person reads when the host has started: the way of a token from its first use to its
 * revocation, in commands that can be copied line by line. The secret stands in it once.
 */
final class WalkThrough {

  private WalkThrough() {}

  static String text(Options options, URI url, String ada, String grace, IssuedToken issued) {
    AccessToken token = issued.token();
    boolean adaGiven = options.adaPassword().isPresent();
    // Without the password curl asks for it, and what was given as a flag is not shown again.
    String person = adaGiven ? "ada" : "\"ada:$PASSWORD\"";
    return """

        pat4j git host          {url}          Ctrl-C stops it

          ada       password    {ada}
          grace     password    {grace}
          token     of ada      "{name}", {scopes}, until {expiry}
          data                  {data}
          tokens                {tokens}

        Open {url}/ in a browser and sign in, to make, review and delete tokens.

        Copy into another terminal, line by line:

          TOKEN={token}
        {password}
          # Who is it? By Basic, then by Bearer.
          curl -u "ada:$TOKEN" {url}/user
          curl -H "Authorization: Bearer $TOKEN" {url}/user

          # Its scopes do not allow this: 403.
          curl -i -X DELETE -u "ada:$TOKEN" {url}/repos/demo

          # Git; the token stays out of URLs and of .git/config.
          cd "$(mktemp -d)"
          git -c http.extraHeader="Authorization: Bearer $TOKEN" clone {url}/git/demo.git
          cd demo && git -c user.name=ada -c user.email=ada@example.org commit --allow-empty -m "Hello"
          git -c http.extraHeader="Authorization: Bearer $TOKEN" push

          # Review the tokens, as a person: no token can do that.
          curl -u {person} {url}/tokens

          # Make another, as clients of GitHub's old API do; also below /api/v3.
          curl -u {person} {url}/authorizations -d '{"note":"ci","scopes":["gist"]}'

          # Revoke the first, and be refused: 401.
          curl -X POST -u {person} {url}/tokens/{id}/revoke
          curl -i -u "ada:$TOKEN" {url}/user

        """
        .replace("{ada}", shown(adaGiven, ada))
        .replace("{grace}", shown(options.gracePassword().isPresent(), grace))
        .replace("{name}", token.name())
        .replace("{scopes}", String.join(" ", token.scopes().names()))
        .replace("{expiry}", token.expiresAt().map(ApiServlet::written).orElse("revoked"))
        .replace("{data}", shown(options.data()))
        .replace("{tokens}", options.database().shown() + " (survives a restart)")
        .replace("{password}", adaGiven ? "" : "  PASSWORD=" + ada + "\n")
        .replace("{person}", person)
        .replace("{id}", token.id().toString())
        .replace("{url}", url.toString())
        .replace("{token}", issued.secret().reveal());
  }

  private static String shown(boolean given, String password) {
    return given ? "as you gave it" : password;
  }

  /** As short as it can be written from here. */
  static String shown(Path folder) {
    Path here = Path.of("").toAbsolutePath();
    return (folder.startsWith(here) ? here.relativize(folder) : folder).toString();
  }
}
