package dev.pat4j.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Over any catalogue, and any two or three sets of it. */
class ScopesProperties {

  @Property
  void aSetHoldsWhatItsNamesImplyAndNothingElse(@ForAll("cases") Case c) {
    assertEquals(c.closureOf(c.one()), c.scopes(c.one()).impliedNames());
  }

  @Property
  void aSetCoversAnotherIfItsClosureHoldsAllOfIt(@ForAll("cases") Case c) {
    Scopes one = c.scopes(c.one());
    Scopes other = c.scopes(c.other());
    assertEquals(one.impliedNames().containsAll(other.impliedNames()), one.covers(other));
    c.parents()
        .keySet()
        .forEach(name -> assertEquals(one.impliedNames().contains(name), one.covers(name), name));
  }

  @Property
  void coveringIsReflexiveAndTransitive(@ForAll("cases") Case c) {
    Scopes one = c.scopes(c.one());
    Scopes other = c.scopes(c.other());
    Scopes third = c.scopes(c.third());
    assertTrue(one.covers(one));
    assertTrue(!one.covers(other) || !other.covers(third) || one.covers(third));
  }

  @Property
  void coveringBothWaysIsEquality(@ForAll("cases") Case c) {
    Scopes one = c.scopes(c.one());
    Scopes other = c.scopes(c.other());
    assertEquals(one.covers(other) && other.covers(one), one.equals(other));
    assertTrue(!one.equals(other) || one.hashCode() == other.hashCode());
  }

  @Property
  void normalisingAgainChangesNothing(@ForAll("cases") Case c) {
    Scopes scopes = c.scopes(c.one());
    assertEquals(scopes, c.catalog().of(scopes.names()));
    assertEquals(scopes, c.catalog().parse(scopes.toString()));
    assertEquals(scopes.names(), c.catalog().of(scopes.names()).names());
  }

  @Property
  void noNormalisedNameCanBeSpared(@ForAll("cases") Case c) {
    Scopes scopes = c.scopes(c.one());
    for (String name : scopes.names()) {
      Set<String> fewer = new HashSet<>(scopes.names());
      fewer.remove(name);
      assertNotEquals(scopes, c.catalog().of(fewer), name);
    }
    assertEquals(String.join(" ", new TreeSet<>(scopes.names())), scopes.toString());
  }

  @Property
  void unionAllowsWhatEitherDoes(@ForAll("cases") Case c) {
    Scopes one = c.scopes(c.one());
    Scopes other = c.scopes(c.other());
    Set<String> either = new TreeSet<>(one.impliedNames());
    either.addAll(other.impliedNames());
    assertEquals(either, one.union(other).impliedNames());
    assertEquals(one.union(other), other.union(one));
  }

  @Property
  void intersectionAllowsWhatBothDo(@ForAll("cases") Case c) {
    Scopes one = c.scopes(c.one());
    Scopes other = c.scopes(c.other());
    Scopes both = one.intersect(other);
    Set<String> common = new TreeSet<>(one.impliedNames());
    common.retainAll(other.impliedNames());
    assertEquals(common, both.impliedNames());
    assertTrue(one.covers(both) && other.covers(both));
    assertEquals(both, c.catalog().of(both.names()), "still closed downwards");
    assertEquals(common.isEmpty(), both.isEmpty());
  }

  @Property(tries = 200)
  void whatIsSufficientIsWhatCovers(@ForAll("cases") Case c) {
    for (String wanted : c.parents().keySet()) {
      List<String> sufficient = c.catalog().sufficientFor(wanted);
      for (String held : c.parents().keySet()) {
        assertEquals(
            c.catalog().of(held).covers(wanted), sufficient.contains(held), held + ", " + wanted);
      }
    }
  }

  @Property
  void impliedNamesNeverNameTheUnrelated(@ForAll("cases") Case c) {
    Scopes none = c.catalog().none();
    c.parents().keySet().forEach(name -> assertFalse(none.covers(name)));
  }

  /** More scopes than one word has bits, now and then; parents declared before or after. */
  @Provide
  Arbitrary<Case> cases() {
    return Combinators.combine(
            Arbitraries.oneOf(Arbitraries.integers().between(1, 8), Arbitraries.of(63, 64, 65, 70)),
            Arbitraries.longs())
        .as(Case::random);
  }

  /** A catalogue as a plain graph, and three sets of its names. */
  record Case(
      ScopeCatalog catalog,
      Map<String, Set<String>> parents,
      Set<String> one,
      Set<String> other,
      Set<String> third) {

    static Case random(int size, long seed) {
      Random random = new Random(seed);
      Map<String, Set<String>> parents = new HashMap<>();
      for (int i = 0; i < size; i++) {
        int within = random.nextInt(3);
        int below = i;
        parents.put(
            "s" + i,
            IntStream.range(0, i == 0 ? 0 : within)
                .mapToObj(ignored -> "s" + random.nextInt(below))
                .collect(Collectors.toSet()));
      }
      List<String> order = new ArrayList<>(parents.keySet());
      Collections.shuffle(order, random);
      ScopeCatalog.Builder builder = ScopeCatalog.builder();
      order.forEach(name -> builder.scope(name, "", parents.get(name)));
      return new Case(
          builder.build(), parents, some(order, random), some(order, random), some(order, random));
    }

    private static Set<String> some(List<String> names, Random random) {
      int most = random.nextInt(4);
      return random
          .ints(most, 0, names.size())
          .mapToObj(names::get)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    Scopes scopes(Set<String> names) {
      return catalog.of(names);
    }

    /** Every scope from which a way up leads to one of these. */
    Set<String> closureOf(Set<String> names) {
      return parents.keySet().stream()
          .filter(name -> leadsTo(name, names))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean leadsTo(String name, Set<String> names) {
      return names.contains(name)
          || parents.get(name).stream().anyMatch(parent -> leadsTo(parent, names));
    }

    @Override
    public String toString() {
      return parents + ": " + one + ", " + other + ", " + third;
    }
  }
}
