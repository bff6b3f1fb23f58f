package dev.pat4j.cluster;

import dev.pat4j.IssuedToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.PolicyViolationException;
import dev.pat4j.TokenNotFoundException;
import dev.pat4j.TokenRequest;
import dev.pat4j.TokenStateException;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStoreException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /control/VERB}: what a person would do on a settings page, for whoever sits at this
 * machine. The answer has a line {@code name=value} for each thing worth knowing; {@code committed}
 * is when the change was, as {@link CommitTimes} notes it.
 *
 * <p>The owner is a parameter here, which it must never be in a host: there is nobody to sign in.
 */
final class ControlServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient PersonalAccessTokens tokens;
  private final transient CommitTimes commits;
  private final transient Optional<Accounts> accounts;
  private final transient Statistics statistics;
  private final transient Map<String, Verb> verbs = new LinkedHashMap<>();

  /** One thing to do, which says what is worth knowing. */
  private interface Verb {
    void run(Form form, Map<String, Object> said) throws SQLException;
  }

  /** How the node is. */
  interface Statistics {
    void into(Map<String, Object> said);
  }

  ControlServlet(
      PersonalAccessTokens tokens,
      CommitTimes commits,
      Optional<Accounts> accounts,
      Statistics statistics) {
    this.tokens = tokens;
    this.commits = commits;
    this.accounts = accounts;
    this.statistics = statistics;
    verbs.put("issue", (form, said) -> tell(tokens.issue(request(form)), said));
    verbs.put("revoke", (form, said) -> said.put("revoked", form.mine().revoke(form.id(), "")));
    verbs.put("narrow", (form, said) -> form.mine().changeScopes(form.id(), form.scopes()));
    verbs.put("rename", (form, said) -> form.mine().rename(form.id(), form.text("name", "")));
    verbs.put("regenerate", (form, said) -> tell(form.mine().regenerate(form.id()), said));
    verbs.put("rotate", this::rotate);
    verbs.put("delete", (form, said) -> said.put("deleted", form.mine().delete(form.id())));
    verbs.put("disable", (form, said) -> known().disable(form.owner()));
    verbs.put("enable", (form, said) -> known().enable(form.owner()));
    verbs.put("statistics", (form, said) -> this.statistics.into(said));
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
      answer(response, 403, "only from this machine");
      return;
    }
    Verb verb = verbs.get(String.valueOf(request.getPathInfo()).substring(1));
    if (verb == null) {
      answer(response, 404, "one of " + verbs.keySet());
      return;
    }
    try {
      Map<String, Object> said = new LinkedHashMap<>();
      verb.run(new Form(tokens, request), said);
      said.put("committed", commits.takeLast().orElseGet(System::nanoTime));
      StringBuilder lines = new StringBuilder();
      said.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
      answer(response, 200, lines.toString().stripTrailing());
    } catch (TokenNotFoundException e) {
      answer(response, 404, e.getMessage());
    } catch (TokenStateException e) {
      answer(response, 409, e.getMessage());
    } catch (IllegalArgumentException | PolicyViolationException e) {
      answer(response, 400, e.getMessage());
    } catch (TokenStoreException | SQLException e) {
      answer(response, 503, e.getMessage());
    }
  }

  private void rotate(Form form, Map<String, Object> said) {
    Duration overlap = Duration.ofMillis(form.number("overlap", 3_600_000));
    tell(form.mine().rotate(form.id(), overlap), said);
    Optional<Instant> end = form.mine().find(form.id()).flatMap(token -> token.expiresAt());
    said.put("retires", end.orElseThrow().toEpochMilli());
  }

  private Accounts known() {
    return accounts.orElseThrow(
        () -> new IllegalArgumentException("this node has no accounts: -Daccounts=database"));
  }

  private static TokenRequest request(Form form) {
    return TokenRequest.forOwner(form.owner())
        .name(form.text("name", "laptop"))
        .scopes(form.scopes())
        .expiresAfter(Duration.ofMillis(form.number("lifetime", 3_600_000)))
        .build();
  }

  private static void tell(IssuedToken issued, Map<String, Object> said) {
    said.put("id", issued.token().id());
    said.put("secret", issued.secret().reveal());
    said.put("expires", issued.token().expiresAt().orElseThrow().toEpochMilli());
  }

  private static void answer(HttpServletResponse response, int status, @Nullable String text)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain;charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().println(text);
  }

  /** The parameters, each with a default but for the id. */
  private record Form(PersonalAccessTokens tokens, HttpServletRequest request) {

    String text(String name, String otherwise) {
      String given = request.getParameter(name);
      return given == null ? otherwise : given;
    }

    long number(String name, long otherwise) {
      return Long.parseLong(text(name, Long.toString(otherwise)));
    }

    TokenId id() {
      return TokenId.parse(text("id", ""))
          .orElseThrow(() -> new IllegalArgumentException("id=ID must name a token"));
    }

    String owner() {
      return text("owner", "ada");
    }

    OwnedTokens mine() {
      return tokens.ownedBy(owner());
    }

    String[] scopes() {
      return text("scopes", "user").split(" ", -1);
    }
  }
}
