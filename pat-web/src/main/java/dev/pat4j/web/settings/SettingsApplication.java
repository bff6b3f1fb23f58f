package dev.pat4j.web.settings;

import dev.pat4j.TokenNotFoundException;
import dev.pat4j.TokenStateException;
import dev.pat4j.servlet.internal.OutageLog;
import dev.pat4j.store.TokenStoreException;
import dev.pat4j.web.http.Carried;
import dev.pat4j.web.http.Refusal;
import dev.pat4j.web.settings.html.JteMessageGenerated;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request to its page, in this order: no token, somebody signed in, a form of ours. */
public final class SettingsApplication {

  private static final Logger log = LoggerFactory.getLogger(SettingsApplication.class);

  private final Settings settings;
  private final Lasting lasting;

  public SettingsApplication(Settings settings) {
    this.settings = settings;
    this.lasting =
        new Lasting(new HostAnswers(settings.host()), new UsedForms(), new OutageLog(log));
  }

  /** Answers; whatever goes wrong is answered, too. */
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Html.guard(response);
    Words words = settings.texts().choose(request.getHeader("Accept-Language"));
    try {
      answer(request, response, words);
    } catch (Refusal refusal) {
      refuse(request, response, words, refusal);
    } catch (TokenNotFoundException e) {
      refuse(request, response, words, new Refusal(404, "refused.missing"));
    } catch (TokenStateException e) { // another was faster
      refuse(request, response, words, new Refusal(409, "refused.state"));
    } catch (TokenStoreException e) {
      lasting.outages().failed("The store of tokens failed", e);
      refuse(request, response, words, new Refusal(503, "refused.unavailable"));
    } catch (RuntimeException e) {
      log.error("The settings page failed", e);
      refuse(request, response, words, new Refusal(500, "refused.failed"));
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, Words words)
      throws IOException {
    if (Carried.token(request, settings.tokens().format())) {
      throw new Refusal(403, "refused.token");
    }
    boolean post = request.getMethod().equals("POST");
    boolean get = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    Optional<Assets.Asset> asset =
        Optional.ofNullable(request.getPathInfo()).flatMap(settings.assets()::find);
    if ((!post && !get) || (post && asset.isPresent())) {
      response.setHeader("Allow", asset.isPresent() ? "GET, HEAD" : "GET, HEAD, POST");
      throw new Refusal(405, "refused.method");
    }
    if (asset.isPresent()) {
      serve(response, asset.get());
      return;
    }
    Optional<String> owner = lasting.host().signedIn(request);
    if (owner.isEmpty()) {
      signIn(request, response);
      return;
    }
    show(Routes.find(Links.segments(request)), request, response, words, owner.get());
  }

  private void show(
      Page page,
      HttpServletRequest request,
      HttpServletResponse response,
      Words words,
      String owner)
      throws IOException {
    if (request.getCharacterEncoding() == null) {
      request.setCharacterEncoding("UTF-8");
    }
    readable(request);
    Visit visit = new Visit(settings, request, response, lasting, words, owner);
    if (!request.getMethod().equals("POST")) {
      page.get(visit);
    } else if (Forgery.suspected(request, visit.forms(), settings.publicUrl())) {
      throw new Refusal(403, "refused.forged");
    } else {
      page.post(visit);
    }
  }

  /** Containers throw, each in its own way, when parameters are too many or badly written. */
  private static void readable(HttpServletRequest request) {
    try {
      request.getParameterMap();
    } catch (RuntimeException unreadable) {
      throw new Refusal(400, "refused.unreadable");
    }
  }

  private void signIn(HttpServletRequest request, HttpServletResponse response) {
    String query = request.getMethod().equals("GET") ? request.getQueryString() : null;
    String returnTo = Links.returnTo(Links.pathOf(request), query == null ? "" : query);
    Optional<URI> page = lasting.host().signInPage(request, returnTo);
    if (page.isEmpty()) {
      // HTTP asks for a challenge; browsers put up a box for Basic, and none for this.
      response.setHeader("WWW-Authenticate", "Session");
      throw new Refusal(401, "refused.nobody");
    }
    Html.redirect(response, page.get().toString());
  }

  private static void serve(HttpServletResponse response, Assets.Asset asset) throws IOException {
    response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    Html.bytes(response, 200, asset.type(), asset.content());
  }

  private void refuse(
      HttpServletRequest request, HttpServletResponse response, Words words, Refusal refusal)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    if (refusal.status() == 503) {
      response.setHeader("Retry-After", Html.RETRY_SECONDS);
    }
    Frame frame =
        Frames.of(
            settings,
            request,
            words,
            words.text("refused.title." + refusal.status()),
            Optional.empty(),
            "");
    Html.write(
        response,
        refusal.status(),
        out -> JteMessageGenerated.render(out, null, frame, words.text(refusal.message())));
  }
}
