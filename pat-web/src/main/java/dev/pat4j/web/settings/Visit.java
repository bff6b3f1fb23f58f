package dev.pat4j.web.settings;

import dev.pat4j.AccessToken;
import dev.pat4j.OwnedTokens;
import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.store.EventLog;
import dev.pat4j.store.TokenId;
import dev.pat4j.store.TokenStoreException;
import dev.pat4j.web.http.Refusal;
import gg.jte.html.HtmlTemplateOutput;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One request of a person who is signed in: what the pages ask, and how they answer. */
final class Visit {

  private static final int EVENTS = 50;

  private final Settings settings;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final Lasting lasting;
  private final Words words;
  private final Links links;
  private final OwnedTokens owned;
  private final FormSession forms;
  private final Instant now;

  Visit(
      Settings settings,
      HttpServletRequest request,
      HttpServletResponse response,
      Lasting lasting,
      Words words,
      String owner) {
    this.settings = settings;
    this.request = request;
    this.response = response;
    this.lasting = lasting;
    this.words = words;
    this.links = new Links(request, settings.assets());
    this.owned = settings.tokens().ownedBy(owner);
    this.forms = FormSession.of(request, owner, settings.random());
    this.now = settings.clock().instant();
  }

  PersonalAccessTokens library() {
    return settings.tokens();
  }

  OwnedTokens owned() {
    return owned;
  }

  String owner() {
    return owned.owner();
  }

  FormSession forms() {
    return forms;
  }

  Words words() {
    return words;
  }

  Links links() {
    return links;
  }

  Instant now() {
    return now;
  }

  ZoneId zone() {
    return settings.zone();
  }

  /** How clients see this server; without a slash at the end. */
  String publicUrl() {
    try {
      return settings.publicUrl().checkedBase(request);
    } catch (Refusal notAHost) {
      throw new Refusal(400, "refused.unreadable");
    }
  }

  /** Says which methods this page takes, before one is refused. */
  void allow(String methods) {
    response.setHeader("Allow", methods);
  }

  /** Tells the log that the store failed, and the client when to try again. */
  void failed(TokenStoreException e) {
    lasting.outages().failed("The store of tokens failed", e);
    response.setHeader("Retry-After", Html.RETRY_SECONDS);
  }

  String apiUrl() {
    return settings.apiUrl().orElseGet(() -> publicUrl() + "/");
  }

  boolean showsGit() {
    return settings.git();
  }

  /** This owner's token of this id, or 404. */
  AccessToken token(TokenId id) {
    return owned.find(id).orElseThrow(() -> new Refusal(404, "refused.missing"));
  }

  /** What happened to it, the latest first; empty if the host keeps no log. */
  Optional<TokenDetails.History> history(TokenId id) {
    return settings.eventLog().map(log -> latest(log, id));
  }

  /** A token can be looked at and revoked though the log of events is out. */
  private TokenDetails.History latest(EventLog log, TokenId id) {
    try {
      return new TokenDetails.History(
          true, log.latest(owner(), id, EVENTS).stream().map(TokenDetails.Event::of).toList());
    } catch (RuntimeException e) {
      lasting.outages().failed("The log of events failed; a page is shown without", e);
      return new TokenDetails.History(false, List.of());
    }
  }

  /** The parameter, or an empty text. */
  String parameter(String name) {
    String value = request.getParameter(name);
    return value == null ? "" : value;
  }

  /** All values of the parameter. */
  Set<String> parameters(String name) {
    String[] values = request.getParameterValues(name);
    return values == null ? Set.of() : new TreeSet<>(List.of(values));
  }

  /** The query as it was asked, to come back to; may be empty. */
  String query() {
    String query = request.getQueryString();
    return query == null ? "" : query;
  }

  /** A name for a form on the page that is about to be shown. */
  String newForm() {
    return forms.newForm(request, settings.random());
  }

  /** Whether this is the first time that the form of this request is sent. */
  boolean isFirstUse() {
    return forms.use(request, parameter("form"), lasting.used());
  }

  Frame frame(String title) {
    return Frames.of(
        settings, request, words, title, Optional.ofNullable(forms.said(request)), forms.proof());
  }

  void show(int status, Consumer<HtmlTemplateOutput> page) throws IOException {
    Html.write(response, status, page);
  }

  /** Goes on with this page of ours, by GET. */
  void goTo(String link) {
    Html.redirect(response, link);
  }

  void goTo(String link, Notice notice) {
    forms.say(request, notice);
    goTo(link);
  }

  /**
   * Whether the person's last proof of identity is recent enough. The host's clock may be a little
   * ahead; a time far ahead is no proof, or it would be one for ever.
   */
  boolean isProven() {
    return settings
        .stepUpWithin()
        .map(
            within ->
                lasting
                    .host()
                    .provenAt(request)
                    .filter(at -> Duration.between(at, now).abs().compareTo(within) <= 0)
                    .isPresent())
        .orElse(true);
  }

  /**
   * Sends a person to where identity is proved once more; if that is nowhere, 403.
   *
   * @param query of the page to come back to, which brings back what was typed; may be empty
   */
  void askForProof(String query) throws IOException {
    String returnTo = Links.returnTo(Links.pathOf(request), query);
    URI page =
        lasting
            .host()
            .proofPage(request, returnTo)
            .orElseThrow(() -> new Refusal(403, "refused.unproven"));
    // Browsers let no form lead to another server, not even by a redirect: there a link must.
    if (page.isAbsolute() && request.getMethod().equals("POST")) {
      Pages.proof(this, page);
    } else {
      goTo(page.toString());
    }
  }
}
