package dev.pat4j.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, started as people start it, and walked through in a real browser. */
@RequiresChromium
class DemoInBrowserTest {

  @TempDir Path data;

  @Test
  void aPersonSignsInMakesATokenUsesItAndDeletesIt() throws Exception {
    try (Demo demo = new Demo(data);
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
      String list = demo.url.resolve("settings/tokens").toString();
      Page page = window(playwright);
      page.navigate(demo.url.toString());
      assertEquals(List.of(), new AxeBuilder(page).analyze().getViolations(), page.url());
      page.fill("#login", "ada");
      page.fill("#password", Demo.PASSWORD);
      page.click("button");
      assertEquals(list, page.url());

      page.navigate(list + "/new?name=laptop&scopes=repo");
      page.click("text=Generate token");
      var token = Pattern.compile("demo_[0-9A-Za-z]{36}").matcher(page.content());
      assertTrue(token.find(), page.content());
      assertEquals(200, demo.statusOfUser(token.group()));

      page.navigate(list);
      page.click("text=laptop");
      page.click("text=Delete");
      page.click("main button:has-text('Delete')");
      assertFalse(page.locator("main .rows").textContent().contains("laptop"), page.content());
      assertEquals(401, demo.statusOfUser(token.group()));
    }
  }

  private static Page window(Playwright playwright) {
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(RequiresChromium.Condition.chromium().orElseThrow())
                    .setArgs(List.of("--headless", "--no-sandbox", "--disable-gpu")));
    Page page = browser.newPage();
    page.setDefaultTimeout(20_000);
    return page;
  }
}
