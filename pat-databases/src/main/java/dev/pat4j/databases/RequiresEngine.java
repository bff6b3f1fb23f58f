package dev.pat4j.databases;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Says which databases tests need. Where one is missing they are skipped, and that is said aloud on
 * the console; on a machine that sets {@code CI} nothing may be skipped, so there they fail.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RequiresEngine.Condition.class)
public @interface RequiresEngine {

  /** All of these. */
  Engine[] value();

  /** Asks each engine. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Optional<RequiresEngine> wanted =
          AnnotationSupport.findAnnotation(context.getElement(), RequiresEngine.class);
      List<String> missing =
          wanted.stream()
              .flatMap(engines -> Arrays.stream(engines.value()))
              .flatMap(engine -> engine.missing().map(why -> engine + " (" + why + ")").stream())
              .toList();
      String who =
          context.getRequiredTestClass().getName()
              + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
      ConditionEvaluationResult verdict = verdict(who, missing, "true".equals(System.getenv("CI")));
      // Past the redirection of the test's own output.
      PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
      verdict.getReason().filter(why -> verdict.isDisabled()).ifPresent(console::println);
      return verdict;
    }

    static ConditionEvaluationResult verdict(String who, List<String> missing, boolean never) {
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("every database is there");
      }
      String why = "SKIPPED LOUDLY: " + who + " needs " + String.join(", ", missing);
      if (never) {
        throw new ExtensionConfigurationException(why);
      }
      return ConditionEvaluationResult.disabled(why);
    }
  }
}
