package dev.pat4j.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pat4j.databases.RequiresEngine.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

class RequiresEngineTest {

  private static final List<String> MISSING = List.of("MARIADB (mariadbd is not installed)");

  @Test
  void aTestRunsIfNothingIsMissing() {
    assertFalse(Condition.verdict("SomeTest", List.of(), true).isDisabled());
  }

  @Test
  void aTestThatMustDoWithoutIsSkippedByNameAndSaysWhy() {
    ConditionEvaluationResult verdict = Condition.verdict("an example", MISSING, false);
    assertTrue(verdict.isDisabled());
    assertEquals(
        "SKIPPED LOUDLY: an example needs MARIADB (mariadbd is not installed)",
        verdict.getReason().orElseThrow());
  }

  @Test
  void whereNothingMayBeSkippedItFails() {
    assertThrows(
        ExtensionConfigurationException.class,
        () -> Condition.verdict("an example", MISSING, true));
  }
}
