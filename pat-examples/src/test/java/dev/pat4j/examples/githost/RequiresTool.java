package dev.pat4j.examples.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Says that tests need programs of the machine. Where one is missing they are skipped, and that is
 * said aloud on the console; on a machine that sets {@code CI} nothing may be skipped, so there
 * they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresTool.Condition.class)
public @interface RequiresTool {

  /** Their names. */
  String[] value();

  /** Looks for the programs on the path. */
  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      RequiresTool wanted = context.getRequiredTestClass().getAnnotation(RequiresTool.class);
      List<String> missing =
          Arrays.stream(wanted == null ? new String[0] : wanted.value())
              .filter(tool -> !isOnPath(tool))
              .toList();
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("every tool is there");
      }
      String why =
          "SKIPPED LOUDLY: " + missing + " not found: " + context.getRequiredTestClass().getName();
      if ("true".equals(System.getenv("CI"))) {
        throw new ExtensionConfigurationException(why);
      }
      // Past the redirection of the test's own output.
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8).println(why);
      return ConditionEvaluationResult.disabled(why);
    }

    static boolean isOnPath(String tool) {
      return find(tool).isPresent();
    }

    /** Where it is: on the path, or among servers, which not everybody has on his path. */
    public static Optional<Path> find(String tool) {
      String path = System.getenv("PATH") + java.io.File.pathSeparator + "/usr/sbin";
      return Arrays.stream(path.split(Pattern.quote(java.io.File.pathSeparator), -1))
          .map(folder -> Path.of(folder, tool))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }
}
