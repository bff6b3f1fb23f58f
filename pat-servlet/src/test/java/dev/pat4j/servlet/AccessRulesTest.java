package dev.pat4j.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.scope.ScopeCatalog;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rule speaks for a path and a method. */
class AccessRulesTest {

  private static final ScopeCatalog SCOPES =
      ScopeCatalog.builder()
          .scope("a", "A")
          .scope("b", "B", ScopeCatalog.within("a"))
          .scope("c", "C")
          .build();

  private static RuleTable table(UnaryOperator<AccessRules.Builder> rules) {
    return rules.apply(AccessRules.builder()).build().resolve(SCOPES);
  }

  private static String said(RuleTable table, String method, String path) {
    Requirement requirement = table.find(method, path, null);
    if (requirement.isOpen()) {
      return "open";
    }
    return requirement.isDenied() ? "denied" : String.join(" ", requirement.scopeNames());
  }

  @Nested
  class Paths {

    private final RuleTable table =
        table(
            rules ->
                rules
                    .open("/")
                    .require("/exact", "a")
                    .require("/slash/", "a")
                    .require("/x/*", "b")
                    .require("/x/y", "a")
                    .require("/x/y/*", "c")
                    .open("/x/y/z"));

    @ParameterizedTest
    @CsvSource({
      "/, open",
      "/exact, a",
      "/slash/, a",
      "/x, b",
      "/x/, b",
      "/x/other, b",
      "/x/other/deep/er, b",
      "/x/y, a",
      "/x/y/, c",
      "/x/y/w, c",
      "/x/y/z, open",
      "/x/y/z/, c",
      "/x/y/z/w, c",
      "/x/yy, b"
    })
    @DisplayName("exact before prefix, longer prefix before shorter")
    void theMostSpecificDecides(String path, String expected) {
      assertEquals(expected, said(table, "GET", path));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/exact/", "/exactly", "/exac", "/Exact", "/EXACT", "/exact ", "/slash", "/xx", "/X/y",
          "/other", "//", "/*", "*", "x", "exact", " /exact", "/exact/x", "/slash//"
        })
    @DisplayName("row 15, threat 6: what no rule names is denied")
    void theRestIsDenied(String path) {
      assertEquals("denied", said(table, "GET", path));
    }

    @Test
    void thePathOfTheContextItselfIsNotItsRoot() {
      assertEquals("denied", said(table, "GET", ""));
      assertEquals("open", said(table(rules -> rules.open("/*")), "GET", ""));
    }

    @Test
    void aPrefixAtTheRootCoversEverything() {
      RuleTable everything = table(rules -> rules.require("/*", "a").open("/x"));
      for (String path : List.of("/", "/y", "/x/", "/y/z")) {
        assertEquals("a", said(everything, "GET", path), path);
      }
      assertEquals("open", said(everything, "GET", "/x"));
    }

    @Test
    void whatIsNoPathMatchesNothingNotEvenEverything() {
      RuleTable everything = table(rules -> rules.open("/*"));
      assertEquals("denied", said(everything, "OPTIONS", "*"));
      assertEquals("denied", said(everything, "GET", "x/y"));
    }
  }

  @Nested
  class Methods {

    private final RuleTable table =
        table(
            rules ->
                rules
                    .open("GET", "/named")
                    .require("GET", "/x/*", "b")
                    .require("/x/*", "a")
                    .require("POST", "/*", "c"));

    @ParameterizedTest
    @CsvSource({
      "GET, /named, open",
      "HEAD, /named, open",
      "GET, /x/1, b",
      "HEAD, /x/1, b",
      "POST, /x/1, a",
      "DELETE, /x/1, a",
      "OPTIONS, /x/1, a",
      "get, /x/1, a",
      "FOO, /x/1, a",
      "*, /x/1, a",
      "POST, /other, c"
    })
    @DisplayName("a named method before the rest; HEAD by the rule for GET; case counts")
    void areMatchedExactly(String method, String path, String expected) {
      assertEquals(expected, said(table, method, path));
    }

    @ParameterizedTest
    @CsvSource({
      "POST, /named",
      "get, /named",
      "Get, /named",
      "head, /named",
      "OPTIONS, /named",
      "PUT, /other",
      "GET, /other",
      "HEAD, /other",
      "post, /other",
      "*, /named"
    })
    @DisplayName("CVE-2026-43515 (Tomcat): methods that a named path does not name are denied")
    void uncoveredOnesAreDenied(String method, String path) {
      assertEquals("denied", said(table, method, path));
    }

    @Test
    @DisplayName("CVE-2026-24733 (Tomcat): HEAD never has a rule of its own")
    void headCannotBeNamed() {
      AccessRules.Builder rules = AccessRules.builder();
      Exception refused =
          assertThrows(IllegalArgumentException.class, () -> rules.open("HEAD", "/x"));
      assertTrue(refused.getMessage().contains("GET"), refused.getMessage());
    }

    @Test
    void traceIsAlwaysDenied() {
      RuleTable open = table(rules -> rules.open("/*").defaultPass());
      assertEquals("denied", said(open, "TRACE", "/x"));
      assertEquals("denied", said(table(AccessRules.Builder::defaultPass), "TRACE", "/x"));
      assertThrows(IllegalArgumentException.class, () -> AccessRules.builder().open("TRACE", "/x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "get", "Get", "G T", "GET,POST", "*", "GE\u0130", "G\n", "/x"})
    void mustBeWrittenAsTheyAreSent(String method) {
      AccessRules.Builder rules = AccessRules.builder();
      assertThrows(IllegalArgumentException.class, () -> rules.open(method, "/x"));
      assertThrows(IllegalArgumentException.class, () -> rules.authenticated(method, "/x"));
    }

    @Test
    void unusualOnesCanBeNamed() {
      RuleTable dav = table(rules -> rules.require("M-SEARCH", "/x", "a").open("PROPFIND", "/x"));
      assertEquals("a", said(dav, "M-SEARCH", "/x"));
      assertEquals("open", said(dav, "PROPFIND", "/x"));
    }
  }

  @Nested
  class Patterns {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "x",
          "*",
          "*.css",
          "/*.css",
          "/x*",
          "/x/*/y",
          "/**",
          "/x/**",
          "/*/",
          "/x/*x",
          "//",
          "/x//y",
          "//*",
          "/x//*",
          "/..",
          "/x/../y",
          "/x..y",
          "/./x",
          "/x/.",
          "/x;y",
          "/x%20y",
          "/x\\y",
          "/x?y",
          "/x#y",
          "/x\ny",
          "/x\u0000",
          "/x\u2028",
          "/x\u0085",
          " /x"
        })
    @DisplayName("CVE-2018-1304, CVE-2023-20860: odd patterns fail at start, not silently")
    void oddOnesAreRefused(String pattern) {
      AccessRules.Builder rules = AccessRules.builder();
      assertThrows(IllegalArgumentException.class, () -> rules.open(pattern));
      assertThrows(IllegalArgumentException.class, () -> rules.open("GET", pattern));
      assertThrows(IllegalArgumentException.class, () -> rules.authenticated(pattern));
      assertThrows(IllegalArgumentException.class, () -> rules.require("GET", pattern, "a"));
      assertThrows(IllegalArgumentException.class, () -> rules.git(pattern, "a", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/*", "/x", "/x/", "/x/*", "/x.y/z-1_2~3", "/\u00E4/*", "/x y"})
    void plainOnesAreTaken(String pattern) {
      assertEquals(
          "open", said(table(rules -> rules.open(pattern)), "GET", pattern.replace("*", "")));
    }

    @Test
    void theMessageNamesThePatternAndTheWayOut() {
      Exception refused =
          assertThrows(
              IllegalArgumentException.class, () -> AccessRules.builder().open("/a/*.b\n"));
      assertEquals(
          "pattern '/a/*.b?' must not contain *; the only patterns are /exact/path and /prefix/*",
          refused.getMessage());
      refused =
          assertThrows(IllegalArgumentException.class, () -> AccessRules.builder().open("a/../b"));
      assertEquals("pattern 'a/../b' must begin with /", refused.getMessage());
    }
  }

  @Nested
  class Conflicts {

    @Test
    void theSamePatternAndMethodTwiceFailsAtOnce() {
      AccessRules.Builder rules = AccessRules.builder().open("GET", "/x").open("/y/*");
      assertThrows(IllegalArgumentException.class, () -> rules.open("GET", "/x"));
      assertThrows(IllegalArgumentException.class, () -> rules.authenticated("GET", "/x"));
      assertThrows(IllegalArgumentException.class, () -> rules.require("GET", "/x", "a"));
      Exception refused =
          assertThrows(IllegalArgumentException.class, () -> rules.git("/y/*", "b", "a"));
      assertEquals(
          "two rules for the same pattern and method: open /y/* and git /y/* b a",
          refused.getMessage());
    }

    @Test
    void aRuleThatWasRefusedLeavesNoTrace() {
      AccessRules.Builder rules = AccessRules.builder().require("/x", "a");
      assertThrows(IllegalArgumentException.class, () -> rules.open("/x"));
      assertEquals("a", said(rules.build().resolve(SCOPES), "GET", "/x"));
    }

    @Test
    void otherMethodsAndNeighboursAreNone() {
      table(
          rules -> rules.open("GET", "/x").open("POST", "/x").open("/x").open("/x/").open("/x/*"));
    }
  }

  @Nested
  class ScopesOfRules {

    @Test
    void allThatAreNamedAreNeeded() {
      RuleTable table =
          table(rules -> rules.require("/x", "b", "c").require("PUT", "/x", "c", "a"));
      assertEquals("b c", said(table, "GET", "/x"));
      assertEquals("a c", said(table, "PUT", "/x"));
      assertTrue(table.find("GET", "/x", null).isMetBy(SCOPES.of("a", "c")));
      assertEquals(false, table.find("GET", "/x", null).isMetBy(SCOPES.of("b")));
      assertEquals(false, table.find("GET", "/x", null).isMetBy(SCOPES.of("c")));
    }

    @Test
    @DisplayName("threat 27: no scopes meet nothing that a rule guards, not even a denied path")
    void anEmptySetMeetsNoRuleWithScopes() {
      RuleTable table = table(rules -> rules.require("/x", "b").authenticated("/any").open("/o"));
      assertEquals(false, table.find("GET", "/x", null).isMetBy(SCOPES.none()));
      assertEquals(false, table.find("GET", "/nowhere", null).isMetBy(SCOPES.of("a", "b", "c")));
      assertEquals(false, table.find("GET", "/o", null).isMetBy(SCOPES.none()));
      assertTrue(table.find("GET", "/any", null).isMetBy(SCOPES.none()));
    }

    @Test
    @DisplayName("threat 27: a rule that requires no scope cannot be written by accident")
    void requireNeedsAScope() {
      AccessRules.Builder rules = AccessRules.builder();
      assertThrows(IllegalArgumentException.class, () -> rules.require("/x"));
      assertThrows(IllegalArgumentException.class, () -> rules.require("/x", new String[0]));
      assertThrows(IllegalArgumentException.class, () -> rules.require("GET", "/x"));
      Exception refused = assertThrows(IllegalArgumentException.class, () -> rules.require("GET"));
      assertTrue(refused.getMessage().contains("authenticated"), refused.getMessage());
    }

    @Test
    void unknownOnesFailWhenTheyAreResolved() {
      for (AccessRules rules :
          List.of(
              AccessRules.builder().require("/x", "nope").build(),
              AccessRules.builder().git("/x", "nope", "a").build(),
              AccessRules.builder().git("/x", "a", "nope").build())) {
        Exception refused =
            assertThrows(IllegalArgumentException.class, () -> rules.resolve(SCOPES));
        assertTrue(refused.getMessage().contains("/x"), refused.getMessage());
        assertTrue(refused.getMessage().contains("nope"), refused.getMessage());
      }
    }

    @Test
    void rulesOfEveryKindChain() {
      RuleTable table =
          table(
              rules ->
                  rules
                      .lfsUploadsCheckedByHandler()
                      .authenticated("GET", "/x")
                      .authenticated("/x")
                      .git("/git/*", "b", "c"));
      assertEquals("", said(table, "GET", "/x"));
      assertEquals("", said(table, "PUT", "/x"));
      assertEquals("b", said(table, "POST", "/git/x/info/lfs/objects/batch"));
    }

    @Test
    void gitAsksForOneOrTheOther() {
      RuleTable table = table(rules -> rules.git("/git/*", "b", "c"));
      assertEquals("b", said(table, "GET", "/git/x.git/info/refs"));
      assertEquals("c", said(table, "POST", "/git/x.git/git-receive-pack"));
      assertEquals(
          List.of("c"),
          table.find("GET", "/git/x.git/info/refs", "service=git-receive-pack").scopeNames());
      assertEquals("denied", said(table, "TRACE", "/git/x"));
    }

    @Test
    void onlyGitRulesCareForServices() {
      RuleTable table = table(rules -> rules.require("/x/*", "b").open("/o/*"));
      assertEquals(
          List.of("b"), table.find("GET", "/x/git-receive-pack", "service=x").scopeNames());
      assertSame(Requirement.OPEN, table.find("POST", "/o/git-receive-pack", null));
    }
  }

  @Nested
  class DefaultPass {

    private final RuleTable table = table(rules -> rules.open("GET", "/x").defaultPass());

    @Test
    void opensWhatNoPatternNames() {
      assertEquals("open", said(table, "GET", "/y"));
      assertEquals("open", said(table, "PUT", "/x/"));
    }

    @Test
    void keepsUncoveredMethodsOfNamedPathsDenied() {
      assertEquals("denied", said(table, "POST", "/x"));
    }
  }

  @Test
  void tellsItsRules() {
    assertEquals(
        "AccessRules[require GET /x a], the rest is denied",
        AccessRules.builder().require("GET", "/x", "a").build().toString());
    assertEquals(
        "AccessRules[], the rest passes", AccessRules.builder().defaultPass().build().toString());
  }

  @Test
  void patternsThatRepeatTheContextPathAreFound() {
    RuleTable table = table(rules -> rules.open("/app/x").open("GET", "/app/*").open("/apple"));
    assertEquals(List.of("/app/x", "/app/*"), table.patternsWithin("/app"));
  }

  @Test
  void aThousandRulesAndAMillionQuestions() {
    RuleTable table =
        table(
            rules -> {
              for (int i = 0; i < 1_000; i++) {
                rules.require("GET", "/api/v" + i % 10 + "/r" + i + "/*", i % 2 == 0 ? "b" : "c");
              }
              return rules;
            });
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 1_000_000; i++) {
            int rule = i % 1_000;
            String path = "/api/v" + rule % 10 + "/r" + rule + "/x/y";
            assertTrue(table.find("GET", path, null).isMetBy(SCOPES.of("a", "c")));
          }
        });
  }

  @Test
  @DisplayName("threat 31: a path of many segments costs no more than its length")
  void longPathsAreCheap() {
    RuleTable table = table(rules -> rules.require("/a/*", "a"));
    String path = "/a".repeat(100_000);
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            assertEquals(false, table.find("GET", path, null).isDenied());
          }
        });
  }
}
