package dev.pat4j.scope;

import static dev.pat4j.scope.ScopeCatalog.within;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeCatalogTest {

  /** A diamond: read is within both sides, which are within all. */
  private final ScopeCatalog catalog =
      ScopeCatalog.builder()
          .scope("read", "Read", within("code", "issues"))
          .scope("code", "Code", within("all"))
          .scope("issues", "Issues", within("all"))
          .scope("all", "Everything")
          .scope("other", "Something else")
          .retired("gone")
          .build();

  private static final String THERE = "; there are: read, code, issues, all, other";

  @Test
  void listsItsScopesAsDeclaredWithoutTheRetired() {
    assertEquals(
        List.of("read", "code", "issues", "all", "other"),
        catalog.scopes().stream().map(Scope::name).toList());
    assertEquals("ScopeCatalog[read, code, issues, all, other]", catalog.toString());
    assertThrows(UnsupportedOperationException.class, () -> catalog.scopes().clear());
  }

  @Test
  void findsADeclaredScope() {
    Scope read = catalog.find("read").orElseThrow();
    assertEquals("Read", read.description());
    assertEquals(Set.of("code", "issues"), read.parents());
    assertEquals(Optional.empty(), catalog.find("READ"));
    assertEquals(Optional.empty(), catalog.find("gone"));
  }

  @Test
  void impliesThroughBothSidesOfADiamond() {
    assertTrue(catalog.of("all").covers("read"));
    assertTrue(catalog.of("code").covers("read"));
    assertTrue(catalog.of("issues").covers("read"));
    assertFalse(catalog.of("code").covers("issues"));
    assertEquals("all", catalog.of("read", "code", "issues", "all").toString());
    assertEquals("code issues", catalog.of("read", "code", "issues").toString());
    assertEquals(List.of("read", "code", "issues", "all"), catalog.sufficientFor("read"));
  }

  @Test
  @DisplayName("threat 27: no scopes: nothing that a rule guards (five projects read it as all)")
  void anEmptySetAllowsNothing() {
    for (Scopes none : List.of(catalog.none(), catalog.of(), catalog.parse(""))) {
      assertTrue(none.isEmpty());
      assertEquals("", none.toString());
      assertEquals(Set.of(), none.names());
      assertFalse(none.covers("read"));
      assertFalse(none.covers(catalog.of("read")));
      assertTrue(none.covers(catalog.none()), "what needs none");
    }
    assertFalse(catalog.of("read").isEmpty());
    assertTrue(ScopeCatalog.empty().none().isEmpty());
    assertEquals(List.of(), ScopeCatalog.empty().scopes());
  }

  @Test
  void aNameIsComparedExactly() {
    for (String name : List.of("Read", "READ", " read", "read ", "rea", "reads", "", "*", "re*")) {
      assertRefused(() -> catalog.of(name), "scope '" + name + "' is not in the catalogue" + THERE);
    }
  }

  @Test
  @DisplayName("threat 16: a scope's name is not folded in any locale")
  void aNameIsNotFolded() {
    ScopeCatalog kit = ScopeCatalog.builder().scope("kit", "Kit").build();
    assertRefused(() -> kit.of("k\u0131t"), "scope 'k?t' is not in the catalogue; there are: kit");
    assertRefused(() -> kit.of("\u212Ait"), "scope '?it' is not in the catalogue; there are: kit");
    assertRefused(() -> kit.of("KIT"), "scope 'KIT' is not in the catalogue; there are: kit");
  }

  @Test
  void anUnknownNameIsRefusedWhereverItTurnsUp() {
    String message = "scope 'nope' is not in the catalogue" + THERE;
    assertRefused(() -> catalog.of("read", "nope"), message);
    assertRefused(() -> catalog.of(List.of("nope")), message);
    assertRefused(() -> catalog.parse("read nope"), "scope 'nope' is not in the catalogue");
    assertRefused(() -> catalog.sufficientFor("nope"), message);
    assertRefused(() -> catalog.of("read").covers("nope"), message);
  }

  @Test
  void aRefusedNameCannotBreakALogLineOrFillIt() {
    assertRefused(
        () -> catalog.of("a\r\nERROR forged\u202E"),
        "scope 'a??ERROR forged?' is not in the catalogue" + THERE);
    assertRefused(
        () -> catalog.of("x".repeat(65)),
        "scope '" + "x".repeat(64) + "\u2026' is not in the catalogue" + THERE);
    assertRefused(
        () -> catalog.of("x".repeat(64)),
        "scope '" + "x".repeat(64) + "' is not in the catalogue" + THERE);
  }

  @Test
  void howManyThereAreIsSaidWhereTheyAreTooManyToBeListed() {
    ScopeCatalog.Builder builder = ScopeCatalog.builder();
    for (int i = 1; i <= 20; i++) {
      builder.scope("s" + i, "");
    }
    String twenty =
        assertThrows(IllegalArgumentException.class, () -> builder.build().of("s0")).getMessage();
    assertTrue(twenty.startsWith("scope 's0' is not in the catalogue; there are: s1, s2, s3,"));
    assertTrue(twenty.endsWith(", s20"), twenty);
    builder.scope("s21", "");
    assertRefused(
        () -> builder.build().of("s0"), "scope 's0' is not in the catalogue; there are 21 scopes");
  }

  @Test
  void whoGaveNoCatalogueIsTold() {
    String message =
        "scope 'read' is not in the catalogue, which is empty: give the library's builder one with"
            + " scopes(...)";
    assertRefused(() -> ScopeCatalog.empty().of("read"), message);
    assertRefused(() -> ScopeCatalog.empty().parse("read"), message);
    assertRefused(() -> ScopeCatalog.empty().sufficientFor("read"), message);
  }

  @Test
  void aRetiredScopeIsReadAndGrantsNothing() {
    assertEquals("code", catalog.parse("code gone").toString());
    assertTrue(catalog.parse("gone").isEmpty());
    assertRefused(() -> catalog.of("gone"), "scope 'gone' is retired");
    assertRefused(() -> catalog.of("all").covers("gone"), "scope 'gone' is retired");
  }

  @Test
  void aStoredSetIsSeparatedBySingleBlanks() {
    assertEquals("code other", catalog.parse("other code").toString());
    assertRefused(() -> catalog.parse("code  other"), "scope '' is not in the catalogue");
    assertRefused(() -> catalog.parse(" code"), "scope '' is not in the catalogue");
    assertRefused(() -> catalog.parse("code "), "scope '' is not in the catalogue");
    assertRefused(() -> catalog.parse("code,other"), "scope 'code,other' is not in the catalogue");
    assertRefused(() -> catalog.parse("code\tother"), "scope 'code?other' is not in the catalogue");
  }

  @Test
  void aStoredSetIsReadOnce() {
    assertSame(catalog.parse("code other"), catalog.parse("code other"));
  }

  @Test
  void noMoreStoredSetsAreRememberedThanABound() {
    ScopeCatalog.Builder builder = ScopeCatalog.builder();
    for (int i = 0; i < 5_000; i++) {
      builder.scope("s" + i, "One of many");
    }
    ScopeCatalog many = builder.build();
    for (int i = 0; i < 4_096; i++) {
      assertSame(many.parse("s" + i), many.parse("s" + i));
    }
    Scopes first = many.parse("s4999");
    assertEquals(first, many.parse("s4999"));
    assertNotSame(first, many.parse("s4999"), "not remembered");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"!", "a", "repo:read", "admin:org/x", "#", "[", "]", "~", "a,b", "A_b-c.d*e"})
  void everyScopeTokenOfRfc6749Section33IsAName(String name) {
    assertEquals(name, ScopeCatalog.builder().scope(name, "").build().of(name).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a b", "a\"b", "a\\b", "a\tb", "a\nb", "\u007F", "\u00E4", "\u0131", "\0"
      })
  void whatIsNoScopeTokenIsNoName(String name) {
    assertRefused(
        () -> ScopeCatalog.builder().scope(name, ""),
        "scope name '"
            + ScopeCatalog.printable(name)
            + "' must be 1 to 100 visible ASCII characters without space, quote and backslash"
            + " (RFC 6749 section 3.3)");
    assertThrows(IllegalArgumentException.class, () -> ScopeCatalog.builder().retired(name));
  }

  @Test
  void aNameHasAtMost100Characters() {
    String longest = "x".repeat(100);
    assertEquals(longest, ScopeCatalog.builder().scope(longest, "").build().of(longest).toString());
    assertThrows(
        IllegalArgumentException.class, () -> ScopeCatalog.builder().scope(longest + "x", ""));
  }

  @Test
  void aNameIsDeclaredOnce() {
    ScopeCatalog.Builder builder = ScopeCatalog.builder().scope("a", "A").retired("b");
    assertRefused(() -> builder.scope("a", "Again"), "scope 'a' is declared twice");
    assertRefused(() -> builder.retired("a"), "scope 'a' is declared twice");
    assertRefused(() -> builder.scope("b", "Again"), "scope 'b' is declared twice");
    assertRefused(() -> builder.retired("b"), "scope 'b' is declared twice");
  }

  @Test
  void aParentIsDeclaredSometime() {
    assertUnbuildable(
        ScopeCatalog.builder().scope("a", "A", within("b\n")),
        "scope 'a' is within 'b?', which is not declared");
    assertUnbuildable(
        ScopeCatalog.builder().scope("a", "A", within("b")).retired("b"),
        "scope 'a' is within 'b', which is not declared");
  }

  @Test
  void scopesThatImplyEachOtherAreRefusedByName() {
    assertUnbuildable(
        ScopeCatalog.builder().scope("a", "A", within("a")),
        "scopes imply each other in a circle: [a]");
    assertUnbuildable(
        ScopeCatalog.builder()
            .scope("a", "A", within("b"))
            .scope("b", "B", within("c"))
            .scope("c", "C", within("a")),
        "scopes imply each other in a circle: [a, b, c]");
  }

  @Test
  void aScopeBeneathACircleIsNotBlamedForIt() {
    assertUnbuildable(
        ScopeCatalog.builder()
            .scope("innocent", "I", within("a"))
            .scope("a", "A", within("b"))
            .scope("b", "B", within("a")),
        "scopes imply each other in a circle: [a, b]");
  }

  @Test
  void aDeepHierarchyIsBuiltInNoTime() {
    // Each scope is within the two above it: the ways up are as many as Fibonacci's numbers.
    ScopeCatalog.Builder builder = ScopeCatalog.builder().scope("s0", "").scope("s1", "");
    for (int i = 2; i < 200; i++) {
      builder.scope("s" + i, "", within("s" + (i - 1), "s" + (i - 2)));
    }
    ScopeCatalog deep = builder.build();
    assertEquals("s0", deep.of("s0", "s199").toString());
    assertEquals(200, deep.sufficientFor("s199").size());
  }

  @Test
  void setsOfDifferentCataloguesDoNotMix() {
    Scopes mine = catalog.of("code");
    Scopes theirs = ScopeCatalog.builder().scope("code", "Code").build().of("code");
    String message = "the two sets of scopes are of different catalogues";
    assertRefused(() -> mine.covers(theirs), message);
    assertRefused(() -> mine.union(theirs), message);
    assertRefused(() -> mine.intersect(theirs), message);
    assertFalse(mine.equals(theirs));
    assertFalse(mine.equals(null));
  }

  @Test
  void equalSetsHaveEqualHashCodesAndTheseTwoHappenToDiffer() {
    assertEquals(catalog.of("all").hashCode(), catalog.of("all", "read").hashCode());
    assertNotEquals(catalog.of("all").hashCode(), catalog.of("other").hashCode());
  }

  @Test
  void setsAreUnmodifiable() {
    Scopes scopes = catalog.of("code");
    assertThrows(UnsupportedOperationException.class, () -> scopes.names().clear());
    assertThrows(UnsupportedOperationException.class, () -> scopes.impliedNames().clear());
    assertThrows(UnsupportedOperationException.class, () -> within("a").clear());
    assertThrows(
        UnsupportedOperationException.class,
        () -> catalog.find("read").orElseThrow().parents().clear());
  }

  @Test
  void refusesNull() {
    assertThrows(NullPointerException.class, () -> catalog.of((String) null));
    assertThrows(NullPointerException.class, () -> catalog.of((List<String>) null));
    assertThrows(NullPointerException.class, () -> catalog.of(Arrays.asList("code", null)));
    assertThrows(NullPointerException.class, () -> catalog.parse(null));
    assertThrows(NullPointerException.class, () -> catalog.find(null));
    assertThrows(NullPointerException.class, () -> catalog.none().covers((String) null));
    assertThrows(NullPointerException.class, () -> catalog.none().covers((Scopes) null));
    ScopeCatalog.Builder builder = ScopeCatalog.builder();
    assertThrows(NullPointerException.class, () -> builder.scope(null, "Null"));
    assertThrows(NullPointerException.class, () -> builder.scope("a", null));
    assertThrows(NullPointerException.class, () -> builder.scope("a", "A", null));
    assertThrows(NullPointerException.class, () -> builder.retired(null));
    assertThrows(NullPointerException.class, () -> new Scope(null, "", Set.of()));
    assertThrows(NullPointerException.class, () -> new Scope("a", null, Set.of()));
    assertEquals(List.of(), builder.build().scopes(), "nothing was declared by those");
  }

  private static void assertRefused(Executable call, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static void assertUnbuildable(ScopeCatalog.Builder builder, String message) {
    assertEquals(message, assertThrows(IllegalStateException.class, builder::build).getMessage());
  }
}
