package dev.pat4j.web.rest;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.PolicyViolationException;
import dev.pat4j.TokenNotFoundException;
import dev.pat4j.TokenStateException;
import dev.pat4j.servlet.internal.OutageLog;
import dev.pat4j.store.TokenStoreException;
import dev.pat4j.web.http.Answers;
import dev.pat4j.web.http.Bodies;
import dev.pat4j.web.http.Callers;
import dev.pat4j.web.http.HostFailure;
import dev.pat4j.web.http.NotAdmitted;
import dev.pat4j.web.http.PublicUrl;
import dev.pat4j.web.http.Realm;
import dev.pat4j.web.http.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole of the API: which route it is, who calls, and how what went wrong is told. */
public final class TokensApi {

  private static final Logger log = LoggerFactory.getLogger(TokensApi.class);
  private static final JsonObject DESCRIPTION = description();

  private final OutageLog outages = new OutageLog(log);
  private final PersonalAccessTokens tokens;
  private final Callers callers;
  private final PublicUrl url;
  private final String challenge;
  private final OwnTokens own;
  private final PresentedToken presented;

  /** Over this library, for the people of a host. */
  public TokensApi(
      PersonalAccessTokens tokens,
      Callers callers,
      PublicUrl url,
      Realm realm,
      InstantSource clock) {
    this.tokens = tokens;
    this.callers = callers;
    this.url = url;
    this.challenge = realm.basic();
    this.own = new OwnTokens(tokens, clock);
    this.presented = new PresentedToken(tokens, callers, realm);
  }

  /** Answers a request, whatever it is. */
  public void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try {
      write(request, response, answer(request));
    } catch (Problem problem) {
      write(request, response, problem);
    }
  }

  private Reply answer(HttpServletRequest request) throws IOException {
    try {
      return route(Call.of(request, url));
    } catch (Problem problem) {
      throw problem;
    } catch (Refusal e) {
      throw new Problem(e.status(), e.message());
    } catch (NotAdmitted e) {
      throw problem(e);
    } catch (TokenNotFoundException e) {
      throw OwnTokens.notThere();
    } catch (PolicyViolationException e) {
      throw new Problem(422, String.valueOf(e.getMessage()));
    } catch (TokenStateException e) {
      throw new Problem(409, String.valueOf(e.getMessage()));
    } catch (TokenStoreException | HostFailure e) {
      outages.failed("The tokens API could not answer, and let nobody in", e);
      throw Problem.with(503, "try again later", Map.of("Retry-After", "5"));
    } catch (RuntimeException e) {
      log.error("The tokens API failed", e);
      throw new Problem(500, "the server failed");
    }
  }

  private Reply route(Call call) throws IOException {
    if (call.root().equals("tokens") && call.path().equals(List.of("openapi.json"))) {
      requireMethod(call, Set.of("GET"));
      return Reply.of(description(call));
    }
    if (call.root().equals("token") && call.path().isEmpty()) {
      requireMethod(call, Set.of("GET", "DELETE"));
      callers.requireSameOrigin(call.request());
      callers.requireQuiet(call.request());
      return presented(call);
    }
    if (!call.root().equals("tokens")) {
      throw new Problem(404, "there is no such route");
    }
    String owner = callers.person(call.request());
    Set<String> methods = OwnTokens.methods(call.path());
    if (methods.isEmpty()) {
      throw OwnTokens.notThere();
    }
    requireMethod(call, methods);
    return own.answer(call, tokens.ownedBy(owner));
  }

  private Reply presented(Call call) {
    try {
      return presented.answer(call);
    } catch (Problem problem) {
      if (problem.status() == 401 && call.request().getHeader("Authorization") != null) {
        callers.guessed(call.request());
      }
      throw problem;
    }
  }

  private static void requireMethod(Call call, Set<String> methods) {
    if (!methods.contains(call.method())) {
      Set<String> allowed = new TreeSet<>(methods);
      if (allowed.contains("GET")) {
        allowed.add("HEAD");
      }
      throw Problem.with(
          405, "this route has no such method", Map.of("Allow", String.join(", ", allowed)));
    }
  }

  private Problem problem(NotAdmitted e) {
    Map<String, String> challenged = Map.of("WWW-Authenticate", challenge);
    return switch (e.reason()) {
      case TOKEN ->
          Problem.with(401, "a token manages no tokens: use name and password", challenged);
      case NO_CREDENTIALS -> Problem.with(401, "use name and password", challenged);
      case BAD_CREDENTIALS -> Problem.with(401, "name or password is wrong", challenged);
      case SECOND_FACTOR ->
          Problem.with(
              401,
              "send the code of the second factor in X-GitHub-OTP",
              Map.of("WWW-Authenticate", challenge, "X-GitHub-OTP", "required; " + e.detail()));
      case THROTTLED ->
          Problem.with(429, "too many failed attempts", Map.of("Retry-After", e.detail()));
      case CROSS_ORIGIN -> new Problem(403, "pages of other sites may not use this API");
    };
  }

  private static void write(HttpServletRequest request, HttpServletResponse response, Reply reply)
      throws IOException {
    Bodies.drop(request);
    reply.headers().forEach(response::setHeader);
    response.setHeader("Vary", "Authorization, X-GitHub-OTP");
    JsonStructure body = reply.body();
    if (body == null) {
      Answers.empty(response, reply.status());
    } else {
      Answers.jsonLine(response, reply.status(), body);
    }
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, Problem problem)
      throws IOException {
    Bodies.drop(request);
    problem.headers().forEach(response::setHeader);
    response.setHeader("Vary", "Authorization, X-GitHub-OTP");
    Answers.problem(response, problem.status(), problem.body());
  }

  /** The document, with this server in it. */
  private static JsonObject description(Call call) {
    return Json.createObjectBuilder(DESCRIPTION)
        .add(
            "servers",
            Json.createArrayBuilder().add(Json.createObjectBuilder().add("url", call.api())))
        .build();
  }

  private static JsonObject description() {
    try (InputStream file = TokensApi.class.getResourceAsStream("openapi.json");
        JsonReader reader = Json.createReader(file)) {
      return reader.readObject();
    } catch (IOException e) {
      throw new IllegalStateException("openapi.json is not in the jar as it was built", e);
    }
  }
}
