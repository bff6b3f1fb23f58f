package dev.pat4j.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.hash.TokenDigest;
import dev.pat4j.store.StoredToken;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract lets a right store pass and catches each wrong one by the case meant for it. */
class TokenStoreContractTest {

  /** No store can break it: a store is never given a token. See the test of givesAway below. */
  private static final String BREAKABLE_BY_THE_LIBRARY_ONLY = "keepsNoTokenInPlainText";

  @Test
  void aRightStorePasses() {
    Set<String> names = names(ContractRun.cases());
    assertTrue(names.size() > 60, "the cases were found");
    assertEquals(Set.of(), ContractRun.failures(ForwardingStore::new, names));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void aWrongStoreFailsTheCasesThatAreMeantForIt(Fault fault) {
    assertEquals(fault.caughtBy(), ContractRun.failures(fault.store(), fault.caughtBy()));
  }

  @Test
  void everyCaseIsMeantForAFault() {
    Set<String> idle = names(ContractRun.cases());
    faults().forEach(fault -> idle.removeAll(fault.caughtBy()));
    assertEquals(Set.of(BREAKABLE_BY_THE_LIBRARY_ONLY), idle);
  }

  @Test
  void everyCaseIsFinal() {
    List<Method> open = new ArrayList<>(ContractRun.cases());
    open.removeIf(method -> Modifier.isFinal(method.getModifiers()));
    assertEquals(List.of(), open);
  }

  @Test
  void theFullRowHasEveryFieldSetAndTheComparisonKnowsThemAll() {
    Map<String, Object> plain = Rows.fields(Rows.plain(1, "ada"));
    Map<String, Object> full = Rows.fields(Rows.full(1));
    Set<String> same = new TreeSet<>(full.keySet());
    same.removeIf(field -> !plain.get(field).equals(full.get(field)));
    assertEquals(Set.of("id", "digest", "createdAt"), same);
    Set<String> builderSets =
        new TreeSet<>(
            Arrays.stream(StoredToken.Builder.class.getMethods())
                .filter(method -> method.getReturnType() == StoredToken.Builder.class)
                .map(Method::getName)
                .toList());
    builderSets.removeAll(full.keySet());
    assertEquals(Set.of(), builderSets);
  }

  @Test
  void aTokenIsNoticedInTextsAndInTheDigest() {
    String token = "pat_0123456789ABCDEFGHIJabcdefghij2C8GjS";
    StoredToken row = Rows.full(1);
    assertFalse(Rows.givesAway(row, token));
    assertFalse(Rows.givesAway(row.toBuilder().lastEight("ij2C8GjS").build(), token));
    assertTrue(Rows.givesAway(row.toBuilder().lastEight("hij2C8GjS").build(), token));
    assertTrue(Rows.givesAway(row.toBuilder().name("my " + token).build(), token));
    assertTrue(
        Rows.givesAway(row.toBuilder().attributes(Map.of("k", "x012345678")).build(), token));
    byte[] bytes = Arrays.copyOf(token.getBytes(UTF_8), 32);
    assertTrue(
        Rows.givesAway(row.toBuilder().digest(TokenDigest.ofBytes(bytes), "k").build(), token));
    assertFalse(
        Rows.givesAway(
            row.toBuilder().name(Base64.getEncoder().encodeToString(bytes)).build(), token));
  }

  private static Set<String> names(List<Method> cases) {
    return cases.stream().map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
  }

  static Stream<Fault> faults() {
    return Stream.of(
            RowFaults.all(),
            ChangeFaults.all(),
            UseFaults.all(),
            QueryFaults.all(),
            RaceFaults.all())
        .flatMap(faults -> faults.stream());
  }
}
