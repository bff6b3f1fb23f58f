package dev.pat4j.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.pat4j.examples.githost.GitHostDemo;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
    Process demo =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dport=0",
                "-Ddata=" + data.resolve("data"),
                "-Dada.password=correct-horse-battery",
                "-cp",
                System.getProperty("java.class.path"),
                GitHostDemo.class.getName())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = demo.inputReader(UTF_8);
        Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
      String url = addressIn(said);
      Page page = window(playwright);
      page.navigate(url);
      page.fill("#login", "ada");
      page.fill("#password", "correct-horse-battery");
      page.click("button");
      assertEquals(url + "settings/tokens", page.url());

      page.navigate(url + "settings/tokens/new?name=laptop&scopes=repo");
      page.click("text=Generate token");
      var token = Pattern.compile("demo_[0-9A-Za-z]{36}").matcher(page.content());
      assertTrue(token.find(), page.content());
      assertEquals(200, statusOfUser(url, token.group()));

      page.navigate(url + "settings/tokens");
      page.click("text=laptop");
      page.click("text=Delete");
      page.click("main button:has-text('Delete')");
      assertFalse(page.locator("main .rows").textContent().contains("laptop"), page.content());
      assertEquals(401, statusOfUser(url, token.group()));
    } finally {
      demo.destroy();
      demo.waitFor();
    }
  }

  private static String addressIn(BufferedReader said) throws Exception {
    String line = said.readLine();
    while (line != null && !line.startsWith("Open http://")) {
      line = said.readLine();
    }
    return String.valueOf(line).split(" ", -1)[1];
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

  private static int statusOfUser(String url, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "user"))
            .header("Authorization", "Bearer " + token)
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
