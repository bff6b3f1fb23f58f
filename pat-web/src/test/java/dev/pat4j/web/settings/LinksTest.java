package dev.pat4j.web.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** Where people are sent back to. */
class LinksTest {

  @Test
  void theWayBackNeverLeadsToAnotherServer() {
    assertEquals("/evil.example/../tokens", Links.pathOf(to("//evil.example/../tokens")));
    assertEquals("/x/../evil.example", Links.pathOf(to("/x/..//evil.example")));
    assertEquals("/x/../evil.example", Links.pathOf(to("/x/../\\/evil.example")));
    assertEquals("/evil.example/x", Links.pathOf(to("/\\/evil.example/x")));
    assertEquals("/", Links.pathOf(to("/;x//evil.example")));
    assertEquals("/%2Fevil.example", Links.pathOf(to("/%2Fevil.example")));
    assertEquals("/app/tokens/new", Links.pathOf(to("/app/tokens/new;jsessionid=1")));
  }

  @Test
  void aQueryThatFitsIntoNoHeaderIsLeftBehind() {
    assertEquals("/new", Links.returnTo("/new", ""));
    assertEquals("/new?name=x", Links.returnTo("/new", "name=x"));
    assertEquals("/new", Links.returnTo("/new", "name=" + "x".repeat(2_000)));
  }

  private static HttpServletRequest to(String uri) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            LinksTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> uri);
  }
}
