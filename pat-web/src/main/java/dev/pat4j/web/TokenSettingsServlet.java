package dev.pat4j.web;

import static java.util.Objects.requireNonNull;

import dev.pat4j.PersonalAccessTokens;
import dev.pat4j.store.EventLog;
import dev.pat4j.web.http.PublicUrl;
import dev.pat4j.web.settings.Accent;
import dev.pat4j.web.settings.Assets;
import dev.pat4j.web.settings.Brand;
import dev.pat4j.web.settings.Settings;
import dev.pat4j.web.settings.SettingsApplication;
import dev.pat4j.web.settings.Texts;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.Function;

/**
 * The page on which a person makes, reviews and removes their tokens, complete without JavaScript.
 *
 * <pre>{@code
 * TokenSettingsServlet page = TokenSettingsServlet.builder(tokens, host).brand("Acme").build();
 * context.addServlet("settings", page).addMapping("/settings/tokens/*");
 * }</pre>
 *
 * <p>Mount it with a mapping that ends in {@code /*}, under any context path and behind any proxy.
 * It needs sessions, for the person's forms; the host's own say who is signed in. A link such as
 * {@code new?name=laptop&scopes=repo,gist&expires_in=30} fills in the form.
 *
 * <p><b>Security guarantees</b>: whoever presents a token is refused on every path; a token in
 * plain text is in one answer, once, and in no session, cookie, URL or log; somebody else's token
 * is not found; a form is taken from a page of this servlet alone; nothing on a page is fetched
 * from elsewhere, nothing inline is run, and no cache keeps it.
 *
 * <p>Thread-safe. A store or host that breaks is answered with 503.
 */
public final class TokenSettingsServlet extends HttpServlet {

  @Serial private static final long serialVersionUID = 1L;

  private final transient SettingsApplication application;

  private TokenSettingsServlet(Builder from) {
    this.application = new SettingsApplication(from.settings());
  }

  /** Begins with these, and a default for all else; each is told at its setter. */
  public static Builder builder(PersonalAccessTokens tokens, WebHost host) {
    return new Builder(requireNonNull(tokens, "tokens"), requireNonNull(host, "host"));
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    application.handle(request, response);
  }

  /** Collects what the page is built from; not thread-safe. No method accepts null. */
  public static final class Builder {
    private final PersonalAccessTokens tokens;
    private final WebHost host;
    private Optional<Duration> stepUpWithin = Optional.of(Duration.ofHours(2));
    private Brand brand = Brand.none();
    private Texts texts = Texts.shipped();
    private PublicUrl publicUrl = PublicUrl.ofRequests();
    private Optional<String> apiUrl = Optional.empty();
    private boolean git = true;
    private Optional<EventLog> eventLog = Optional.empty();
    private ZoneId zone = ZoneOffset.UTC;
    private InstantSource clock = InstantSource.system();
    private SecureRandom random = new SecureRandom();

    private Builder(PersonalAccessTokens tokens, WebHost host) {
      this.tokens = tokens;
      this.host = host;
    }

    /**
     * How recently a person must have proved who they are, see {@link WebHost#provenAt}, before a
     * secret is made or a token is given more; two hours if not said.
     *
     * @throws IllegalArgumentException unless it is positive
     */
    public Builder stepUpWithin(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException(
            "a proof is good for a positive time, not " + time + "; or say withoutStepUp()");
      }
      this.stepUpWithin = Optional.of(time);
      return this;
    }

    /** Being signed in is enough: whoever finds a screen unlocked can make off with a token. */
    public Builder withoutStepUp() {
      this.stepUpWithin = Optional.empty();
      return this;
    }

    /** What the host is called, in titles and at the top of the page; nothing if not said. */
    public Builder brand(String name) {
      this.brand = brand.withName(requireNonNull(name, "brand"));
      return this;
    }

    /**
     * Where the name at the top leads.
     *
     * @throws IllegalArgumentException unless it is a path on this server
     */
    public Builder home(String path) {
      this.brand = brand.withHome(Brand.path("home", path));
      return this;
    }

    /**
     * The image beside the name, shown 28 pixels high.
     *
     * @throws IllegalArgumentException unless it is a path on this server
     */
    public Builder logo(String path) {
      this.brand = brand.withLogo(Brand.path("logo", path));
      return this;
    }

    /**
     * The colours of links and buttons, on a light page and on a dark one.
     *
     * @throws IllegalArgumentException unless both are {@code #rrggbb} with enough contrast to be
     *     read: 4.5 with the page (WCAG 2.2, 1.4.3)
     */
    public Builder accent(String light, String dark) {
      this.brand =
          brand.withAccents(Accent.on(Accent.LIGHT_PAGE, light), Accent.on(Accent.DARK_PAGE, dark));
      return this;
    }

    /**
     * A style sheet that comes after the page's own. What it changes is the host's to answer for.
     *
     * @throws IllegalArgumentException unless it is a path on this server
     */
    public Builder stylesheet(String path) {
      this.brand = brand.withStylesheet(Brand.path("style sheet", path));
      return this;
    }

    /**
     * HTML before the page, such as the host's own bar. It is written as it is: whatever in it
     * comes from a person must have been escaped. It can have no inline style or script.
     */
    public Builder trustedHeaderHtml(Function<HttpServletRequest, String> html) {
      this.brand = brand.withHeader(requireNonNull(html, "header"));
      return this;
    }

    /** HTML after the page; as {@link #trustedHeaderHtml}. */
    public Builder trustedFooterHtml(Function<HttpServletRequest, String> html) {
      this.brand = brand.withFooter(requireNonNull(html, "footer"));
      return this;
    }

    /**
     * A host's own texts in the place of some, or another language beside English and German: a
     * reader gets the one asked for in Accept-Language, and English for what it lacks. The keys are
     * those of {@code dev/pat4j/web/settings/messages.properties}.
     *
     * @throws IllegalArgumentException if a key is none of those, or a text has a place that its
     *     key has nothing for
     */
    public Builder messages(Locale language, ResourceBundle own) {
      this.texts = texts.with(requireNonNull(language, "language"), own);
      return this;
    }

    /**
     * How clients see this server, for the examples on the page and to know its forms again; what
     * requests say if not said.
     *
     * @throws IllegalArgumentException unless it is absolute, http or https, without query
     */
    public Builder publicUrl(URI url) {
      this.publicUrl = PublicUrl.of(url);
      return this;
    }

    /** What the example of curl asks; the public URL if not said. */
    public Builder apiUrl(URI url) {
      this.apiUrl = Optional.of(url.toString());
      return this;
    }

    /** Leaves out the example of git, for a host that serves none. */
    public Builder withoutGit() {
      this.git = false;
      return this;
    }

    /**
     * Where what happened to tokens is read from, for the page of each; if not said, the page has
     * no such part. The library must be told to fill it: {@link
     * dev.pat4j.TokenListener#recordingIn}.
     */
    public Builder eventLog(EventLog log) {
      this.eventLog = Optional.of(log);
      return this;
    }

    /** Where days begin, for dates of expiry; in UTC if not said. */
    public Builder zone(ZoneId newZone) {
      this.zone = requireNonNull(newZone, "zone");
      return this;
    }

    /** The only clock; the system's if not said. Give it the one of the library. */
    public Builder clock(InstantSource source) {
      this.clock = requireNonNull(source, "clock");
      return this;
    }

    /** The only source of chance; the platform's default if not said. */
    public Builder random(SecureRandom source) {
      this.random = requireNonNull(source, "random");
      return this;
    }

    /** The page, to be mounted. */
    public TokenSettingsServlet build() {
      return new TokenSettingsServlet(this);
    }

    private Settings settings() {
      return new Settings(
          tokens,
          host,
          stepUpWithin,
          brand,
          texts,
          Assets.of(brand),
          publicUrl,
          apiUrl,
          git,
          eventLog,
          zone,
          clock,
          random);
    }
  }
}
