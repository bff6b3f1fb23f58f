package dev.pat4j.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.pat4j.TokenRequest;
import dev.pat4j.store.TokenId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser, as people have it. */
@RequiresChromium
class SettingsInBrowserTest {

  private static RealBrowser browser;

  @BeforeAll
  static void start() {
    browser = new RealBrowser();
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  @ParameterizedTest(name = "with JavaScript: {0}")
  @ValueSource(booleans = {true, false})
  void theWholeWalk(boolean script) throws Exception {
    try (SettingsLab lab = SettingsSample.empty();
        RealBrowser.Window window = browser.open(lab, script, 1280, ColorScheme.LIGHT)) {
      Page page = window.page;
      window.allowClipboard();
      window.goTo("");
      page.getByRole(AriaRole.LINK, named("Generate new token")).first().click();

      String first = generate(window, lab, script);
      page.reload();
      assertTrue(page.content().contains("That form was already submitted"), page.content());
      assertFalse(page.content().contains(first));
      assertEquals(1, lab.lab.tokens.ownedBy("ada").list().size());

      page.getByRole(AriaRole.LINK, named("laptop")).click();
      page.getByLabel("Name").fill("work laptop");
      press(page, "Save changes");
      assertTrue(page.getByRole(AriaRole.STATUS).textContent().contains("Changes saved."));

      page.getByRole(AriaRole.LINK, named("Regenerate")).click();
      press(page, "Regenerate");
      String second = page.locator("#secret").textContent();
      assertFalse(works(lab, first));
      assertTrue(works(lab, second));

      page.getByRole(AriaRole.LINK, named("Token details")).click();
      page.getByRole(AriaRole.LINK, named("Rotate")).click();
      page.getByLabel("after 7 days").check();
      press(page, "Rotate");
      String third = page.locator("#secret").textContent();
      assertTrue(works(lab, second) && works(lab, third));

      page.getByRole(AriaRole.LINK, named("Token details")).click();
      page.getByRole(AriaRole.LINK, named("Revoke")).click();
      page.getByLabel("Reason").fill("lost");
      press(page, "Revoke this token");
      assertFalse(works(lab, third));

      page.getByRole(AriaRole.LINK, named("Review what can be removed")).click();
      page.getByLabel("work laptop").check();
      press(page, "Delete selected …");
      press(page, "Delete 1 token");
      page.getByRole(AriaRole.LINK, named("Delete all tokens")).click();
      press(page, "Delete 1 token");
      assertTrue(page.content().contains("No tokens yet"), page.content());
      assertEquals(List.of(), lab.lab.tokens.ownedBy("ada").list());
      assertEquals(List.of(), window.complaints);
    }
  }

  private static String generate(RealBrowser.Window window, SettingsLab lab, boolean script) {
    Page page = window.page;
    page.getByLabel("Name").fill("laptop");
    page.locator("#expires_in").selectOption("30");
    assertFalse(page.locator("#date").isVisible());
    page.locator("#expires_in").selectOption("never");
    assertTrue(page.getByText("until somebody removes it").isVisible());
    page.locator("#expires_in").selectOption("30");
    Locator child = page.locator("input[value=public_repo]");
    Locator included = page.locator(".scope-row:has(input[value=public_repo]) .included");
    assertFalse(included.isVisible());
    page.locator("input[value=repo]").check();
    assertTrue(included.isVisible());
    assertEquals(script, child.isChecked() && child.isDisabled());
    press(page, "Generate token");
    String secret = page.locator("#secret").textContent();
    assertTrue(works(lab, secret), secret);
    assertFalse(page.url().contains(secret));
    Locator copy = page.locator("[data-copy=secret]");
    assertEquals(script, copy.isVisible());
    if (script) {
      copy.click();
      page.waitForCondition(() -> copy.textContent().startsWith("Copied"));
      assertEquals(secret, page.evaluate("navigator.clipboard.readText()"));
      assertEquals("Copied", page.locator("[data-live]").textContent());
    }
    return secret;
  }

  @ParameterizedTest(name = "{0} pixels, {1}")
  @CsvSource({"1280,LIGHT", "1280,DARK", "390,LIGHT", "390,DARK"})
  void everyPageKeepsNobodyOutAndFits(int width, ColorScheme scheme) throws Exception {
    try (SettingsLab lab = SettingsSample.empty();
        RealBrowser.Window window = browser.open(lab, true, width, scheme)) {
      String look = "-" + width + "-" + scheme.toString().toLowerCase(java.util.Locale.ROOT);
      window.goTo("");
      looked(window, "empty" + look);
      TokenId id = SettingsSample.fill(lab);
      window.page.navigate(lab.lab.base() + "/in?user=ada");
      Map<String, String> pages =
          Map.of(
              "list",
              "?show=all",
              "new",
              "/new?name=nightly+build&scopes=repo,read:org&expires_in=never",
              "token",
              "/" + id,
              "regenerate",
              "/" + id + "/regenerate",
              "rotate",
              "/" + id + "/rotate",
              "revoke",
              "/" + id + "/revoke",
              "delete",
              "/" + id + "/delete",
              "review",
              "/review",
              "delete-all",
              "/delete-all",
              "missing",
              "/1");
      for (Map.Entry<String, String> entry : pages.entrySet()) {
        window.goTo(entry.getValue());
        looked(window, entry.getKey() + look);
      }
      window.goTo("/new");
      window.page.evaluate("document.querySelector('#name').required = false");
      window.page.locator("#expires_in").selectOption("date");
      window.page.locator("#date").fill("2020-01-01");
      window.page.evaluate("document.querySelector('form[method=post]').noValidate = true");
      press(window.page, "Generate token");
      assertEquals("errors", window.page.evaluate("document.activeElement.id"));
      looked(window, "errors" + look);
      window.goTo("/new?name=deploy+key+of+the+web+site&scopes=repo");
      press(window.page, "Generate token");
      looked(window, "reveal" + look);
      assertEquals(List.of(), window.complaints);
    }
  }

  @Test
  void comingBackByTheHistoryShowsNoToken() throws Exception {
    try (SettingsLab lab = SettingsSample.empty();
        RealBrowser.Window window = browser.open(lab, true, 1280, ColorScheme.LIGHT)) {
      window.goTo("/new?name=x");
      press(window.page, "Generate token");
      String secret = window.page.locator("#secret").textContent();
      window.page.getByRole(AriaRole.LINK, named("Done")).click();
      String seen;
      try {
        window.page.goBack();
        seen = window.page.content();
      } catch (PlaywrightException e) {
        // It would have to send the form again, and asks.
        seen = String.valueOf(e.getMessage());
        assertTrue(seen.contains("ERR_CACHE_MISS"), seen);
      }

      assertFalse(seen.contains(secret), seen);
      assertEquals(1, lab.lab.tokens.ownedBy("ada").list().size());
    }
  }

  @Test
  void theKeyboardIsEnough() throws Exception {
    try (SettingsLab lab = SettingsSample.empty();
        RealBrowser.Window window = browser.open(lab, true, 1280, ColorScheme.LIGHT)) {
      window.goTo("/new");
      window.page.keyboard().press("Tab");
      assertEquals("Skip to content", focused(window.page));
      window.page.keyboard().press("Enter");
      for (String key : List.of("Tab", "Tab")) {
        window.page.keyboard().press(key);
      }
      window.page.keyboard().type("by hand");
      window.page.keyboard().press("Enter");

      assertTrue(works(lab, window.page.locator("#secret").textContent()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"><svg onload=window.pwned=1>",
        "</title><script>window.pwned=1</script>",
        "'\"--><img src=x onerror=window.pwned=1>",
        "javascript:window.pwned=1",
        "${7*7} {{7*7}} $unsafe{1}",
        "{0} {1}",
        "\u202Egnp.exe\u2066\u2069\u2069",
      })
  @DisplayName("threat 18: a hostile name is text, on every page")
  void aHostileNameIsText(String name) throws Exception {
    try (SettingsLab lab = SettingsSample.empty();
        RealBrowser.Window window = browser.open(lab, true, 1280, ColorScheme.LIGHT)) {
      TokenId id =
          lab.lab
              .tokens
              .issue(
                  TokenRequest.forOwner("ada").name(name).expiresAfter(Duration.ofDays(1)).build())
              .token()
              .id();
      for (String path :
          List.of(
              "?q=" + java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8),
              "/" + id,
              "/" + id + "/regenerate",
              "/" + id + "/rotate",
              "/" + id + "/revoke",
              "/" + id + "/delete",
              "/delete-all")) {
        window.goTo(path);
        assertEquals(
            name, window.page.locator("main bdi").first().textContent(), path + ": as it is");
        assertEquals(0, window.page.locator("svg, img, main script").count(), path);
      }
      window.goTo("/" + id);
      assertEquals(name, window.page.getByLabel("Name").inputValue());
      window.goTo("/" + id + "/revoke");
      press(window.page, "Revoke this token");
      assertEquals(name, window.page.locator(".notice bdi").textContent());
      assertEquals(false, window.page.evaluate("'pwned' in window"));
      assertEquals(List.of(), window.complaints);
    }
  }

  @Test
  @DisplayName("threat 18: a name of 10,000 characters is refused with what was typed; 255 fit")
  void aLongNameBreaksNothing() throws Exception {
    try (SettingsLab lab = SettingsSample.empty();
        RealBrowser.Window window = browser.open(lab, false, 390, ColorScheme.LIGHT)) {
      window.goTo("/new");
      window.page.getByLabel("Name").fill("W".repeat(10_000));
      press(window.page, "Generate token");
      assertTrue(window.page.content().contains("at most 255 characters; this one has 10000"));
      assertEquals(10_000, window.page.getByLabel("Name").inputValue().length());
      window.page.getByLabel("Name").fill("W".repeat(255));
      press(window.page, "Generate token");
      for (String path : List.of("", "/delete-all", "/review")) {
        window.goTo(path);
        window.fits();
      }
    }
  }

  private static void looked(RealBrowser.Window window, String name) {
    window.picture(name);
    window.fits();
    // Both widths and both colours once; each look at a page takes a second.
    if (name.endsWith("1280-light") || name.endsWith("390-dark")) {
      window.isAccessible();
    }
  }

  private static String focused(Page page) {
    return String.valueOf(page.evaluate("document.activeElement.textContent"));
  }

  private static boolean works(SettingsLab lab, String secret) {
    return lab.lab.tokens.verify(secret).fold(token -> true, why -> false);
  }

  private static void press(Page page, String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button).setExact(true))
        .click();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
