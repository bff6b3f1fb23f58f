package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The published bypasses of Java security filters, one by one. Each request is given with the path
 * that a container would serve it as, and never reaches a protected path without a token.
 */
class BypassTest {

  private static final AccessRules RULES =
      AccessRules.builder()
          .open("/public/*")
          .open("GET", "/login")
          .require("/admin/*", "repo")
          .build();

  private final Host host = new Host().with(filter -> filter.rules(RULES));

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Shiro CVE-2010-3863, /./admin/x, /admin/x, 400",
    "Shiro CVE-2010-3863, /public/./../admin, /admin, 400",
    "Shiro CVE-2016-6802, /x/../app/admin, /admin, 400",
    "Shiro CVE-2020-1957, /public/..;/admin/x, /admin/x, 400",
    "Shiro CVE-2020-1957, /xxx/..;/admin, /admin, 400",
    "Shiro CVE-2020-11989, /admin/a%25%32%66a, /admin/a%2fa, 400",
    "Shiro CVE-2020-11989, /;/app/admin/x, /admin/x, 400",
    "Shiro CVE-2020-13933, /admin/%3bpage, /admin/;page, 400",
    "Shiro CVE-2020-17510, /admin/%2e, /admin/., 400",
    "Shiro CVE-2020-17510, /admin/%2e/, /admin/./, 400",
    "Shiro CVE-2020-17523, /admin/%20, '/admin/ ', 401",
    "Shiro CVE-2020-17523, /admin%20/x, '/admin /x', 401",
    "Shiro CVE-2021-41303, /admin/, /admin/, 401",
    "Shiro CVE-2021-41303, /admin/x/, /admin/x/, 401",
    "Shiro CVE-2021-41303, /login/, /login/, 401",
    "Shiro CVE-2022-32532, /admin/%0ax, '/admin/\nx', 400",
    "Shiro CVE-2023-22602, /admin/x.json, /admin/x.json, 401",
    "Shiro CVE-2023-22602, /public/../admin, /admin, 400",
    "Shiro CVE-2023-34478, /public/%2e%2e/admin, /admin, 400",
    "Shiro CVE-2023-46749, /public/..%2fadmin, /public/../admin, 400",
    "Spring CVE-2016-5007, /admin%20, '/admin ', 401",
    "Spring CVE-2016-5007, /%0dadmin, '/\radmin', 400",
    "Spring CVE-2016-9879, /admin;x=/x, /admin/x, 400",
    "Spring CVE-2018-1199, /;a=b/admin/x, /admin/x, 400",
    "Spring CVE-2018-1199, /public;/../admin, /admin, 400",
    "Spring CVE-2022-22978, /admin/%0a, '/admin/\n', 400",
    "Spring CVE-2022-22978, /admin%0a, '/admin\n', 400",
    "Spring CVE-2026-22753 and -22754, /app/admin/x, /admin/x, 401",
    "Jetty CVE-2021-28164, /%2e/WEB-INF/web.xml, /WEB-INF/web.xml, 400",
    "Jetty CVE-2021-34429, /%u002e/WEB-INF/web.xml, /WEB-INF/web.xml, 400",
    "Jetty CVE-2021-34429, /.%00/WEB-INF/web.xml, /WEB-INF/web.xml, 400",
    "Undertow CVE-2020-1757, /public/a;/admin, /public/a, 400",
    "Undertow CVE-2020-1757, /admin;/x, /admin, 400",
    "Tomcat CVE-2018-1304, /, /, 401",
    "Tomcat CVE-2018-1304, /, '', 401",
    "Symfony CVE-2018-14773, /admin/x, /admin/x, 401"
  })
  void isRefused(String name, String raw, String decoded, int status) {
    Host.Exchange exchange = host.send(FakeRequest.get(raw).dispatchedAs(decoded));
    assertFalse(exchange.reachedApplication());
    assertEquals(status, exchange.status());
  }

  @ParameterizedTest
  @CsvSource({
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-Forwarded-Prefix",
    "X-Forwarded-Path",
    "X-Forwarded-Uri"
  })
  @DisplayName("Symfony CVE-2018-14773: no header changes the path for the decision")
  void overrideHeadersAreIgnored(String header) {
    assertEquals(401, host.send(FakeRequest.get("/admin/x").header(header, "/public/x")).status());
    assertEquals(200, host.send(FakeRequest.get("/public/x").header(header, "/admin/x")).status());
  }

  @Test
  @DisplayName("an encoded letter is the letter that the container serves")
  void encodedLetters() {
    assertEquals(401, host.send(FakeRequest.get("/%61dmin/x").dispatchedAs("/admin/x")).status());
    assertEquals(200, host.send(FakeRequest.get("/%70ublic/x").dispatchedAs("/public/x")).status());
  }

  @Test
  @DisplayName("a firewall that allows a character still matches what the container serves")
  void lenientFirewalls() {
    host.with(
        filter ->
            filter
                .rules(RULES)
                .firewall(
                    RequestFirewall.strict()
                        .allowing(RequestFirewall.Check.SEMICOLON)
                        .allowing(RequestFirewall.Check.DOT_SEGMENT)));
    assertEquals(
        401, host.send(FakeRequest.get("/public/..;/admin/x").dispatchedAs("/admin/x")).status());
    assertEquals(
        200, host.send(FakeRequest.get("/public/x;a=b").dispatchedAs("/public/x")).status());
  }
}
