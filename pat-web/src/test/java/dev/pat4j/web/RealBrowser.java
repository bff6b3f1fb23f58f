package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The machine's Chromium, headless, and what it complains of.
 *
 * <p>As long as it is open the JVM speaks English: Playwright makes small letters of its own names,
 * {@code LINK} and {@code LIGHT} among them, by the rules of the default locale, and in Turkish the
 * driver understands none with an I.
 */
final class RealBrowser implements AutoCloseable {

  private final Locale before = Locale.getDefault();

  {
    Locale.setDefault(Locale.ENGLISH);
  }

  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Browser browser =
      playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(RequiresChromium.Condition.chromium().orElseThrow())
                  .setArgs(
                      List.of(
                          "--headless",
                          "--no-sandbox",
                          "--disable-gpu",
                          "--disable-background-networking",
                          "--disable-component-update",
                          "--disable-sync")));

  /** A window in which ada has just signed in; with or without JavaScript. */
  Window open(SettingsLab page, boolean script, int width, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setJavaScriptEnabled(script)
                .setViewportSize(width, 900)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId("UTC"));
    context.setDefaultTimeout(10_000);
    Window window = new Window(context, page.lab.base());
    window.page.navigate(page.lab.base() + "/in?user=ada");
    return window;
  }

  @Override
  public void close() {
    try {
      playwright.close();
    } finally {
      Locale.setDefault(before);
    }
  }

  /** One window, and all that went wrong in it. */
  static final class Window implements AutoCloseable {

    final Page page;
    final List<String> complaints = new ArrayList<>();

    private final BrowserContext context;
    private final String base;

    private Window(BrowserContext context, String base) {
      this.context = context;
      this.base = base;
      this.page = context.newPage();
      page.onPageError(complaints::add);
      page.onDialog(
          dialog -> {
            complaints.add("a dialog: " + dialog.message());
            dialog.dismiss();
          });
      page.onConsoleMessage(
          message -> {
            // The browser reports every answer of 4xx, too, of which some are meant.
            if (!message.text().startsWith("Failed to load resource")) {
              complaints.add(message.text());
            }
          });
      page.onRequest(
          request -> {
            if (!request.url().startsWith(base) && !request.url().startsWith("data:")) {
              complaints.add("asked for " + request.url());
            }
          });
    }

    void goTo(String path) {
      page.navigate(base + "/settings/tokens" + path);
    }

    void allowClipboard() {
      context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
    }

    /** Nothing on this page keeps anybody out, as far as a program can tell. */
    void isAccessible() {
      var violations = new AxeBuilder(page).analyze().getViolations();
      assertEquals(
          List.of(),
          violations.stream()
              .map(
                  rule ->
                      rule.getId()
                          + " "
                          + rule.getNodes().stream()
                              .map(node -> node.getHtml() + " " + node.getFailureSummary())
                              .toList())
              .toList(),
          page.url());
    }

    /** The page can be read without scrolling sideways. */
    void fits() {
      assertEquals(
          0,
          page.evaluate("document.documentElement.scrollWidth - innerWidth"),
          page.url() + " is wider than the window");
    }

    void picture(String name) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of("target", "screenshots", name + ".png"))
              .setFullPage(true));
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
