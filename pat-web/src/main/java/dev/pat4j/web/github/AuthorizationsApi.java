package dev.pat4j.web.github;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.PolicyViolationException;
import dev.pat4j.TokenNotFoundException;
import dev.pat4j.TokenStateException;
import dev.pat4j.servlet.internal.OutageLog;
import dev.pat4j.store.TokenStoreException;
import dev.pat4j.web.WebHost;
import dev.pat4j.web.http.Callers;
import dev.pat4j.web.http.HostFailure;
import dev.pat4j.web.http.NotAdmitted;
import dev.pat4j.web.http.PublicUrl;
import dev.pat4j.web.http.Realm;
import dev.pat4j.web.http.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole of the API: who calls, which route it is, and what every answer has in common. */
public final class AuthorizationsApi {

  private static final Logger log = LoggerFactory.getLogger(AuthorizationsApi.class);
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

  private final OutageLog outages = new OutageLog(log);
  private final PersonalAccessTokens tokens;
  private final Callers callers;
  private final PublicUrl url;
  private final Replies replies;
  private final Authorizations authorizations;
  private final Impersonations impersonations;
  private final Grants grants;
  private final Applications applications;

  /** Over this library, for the people and applications of this host. */
  public AuthorizationsApi(
      PersonalAccessTokens tokens,
      WebHost host,
      Callers callers,
      PublicUrl url,
      Realm realm,
      InstantSource clock) {
    this.tokens = tokens;
    this.callers = callers;
    this.url = url;
    this.replies = new Replies(realm);
    Views views = new Views(host);
    Locks locks = new Locks();
    this.authorizations = new Authorizations(tokens, callers, views, locks, clock);
    this.impersonations = new Impersonations(tokens, host, views, locks, clock);
    this.grants = new Grants(views);
    this.applications = new Applications(tokens, views, locks);
  }

  /** Every path below a prefix, with braces for what varies, and the methods it has. */
  public static Map<String, Set<String>> routes() {
    return Route.all();
  }

  /** Answers a request, whatever it is. */
  public void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    replies.write(request, response, reply(request));
  }

  private Reply reply(HttpServletRequest request) throws IOException {
    try {
      return METHODS.contains(request.getMethod())
          ? route(Call.of(request, url))
          : replies.methodNotAllowed();
    } catch (NotAdmitted e) {
      return replies.notAdmitted(e);
    } catch (Refusal e) {
      return replies.refusal(e);
    } catch (Invalid e) {
      return replies.invalid(e, request);
    } catch (NotFound | TokenNotFoundException e) {
      return replies.notFound();
    } catch (PolicyViolationException e) {
      return replies.invalid(against(e), request);
    } catch (TokenStateException e) {
      return replies.invalid(Invalid.custom("base", message(e)), request);
    } catch (TokenStoreException | HostFailure e) {
      outages.failed("The Authorizations API could not answer, and let nobody in", e);
      return replies.unavailable();
    } catch (RuntimeException e) {
      log.error("The Authorizations API failed", e);
      return replies.broken();
    }
  }

  /** Who calls is asked before whether there is such a route: a stranger learns neither. */
  private Reply route(Call call) throws IOException {
    boolean ofGrants = !call.path().isEmpty() && call.path().get(0).equals("grants");
    if (call.root().equals("applications") && !ofGrants) {
      return applications.answer(call, callers.application(call.request()));
    }
    String owner = callers.person(call.request());
    return switch (call.root()) {
      case "authorizations" -> authorizations.answer(call, tokens.ownedBy(owner));
      case "admin" -> impersonations.answer(call, owner);
      case "applications" -> grants.answer(call, tokens.ownedBy(owner));
      default -> throw new NotFound();
    };
  }

  private static Invalid against(PolicyViolationException e) {
    return switch (e.rule()) {
      case SCOPES -> Invalid.malformed("scopes");
      case NAME -> Invalid.missing("description");
      default -> Invalid.custom("base", message(e));
    };
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
