package dev.pat4j.clients;

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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Says that tests need the machine's own Chromium. Where there is none they are skipped, and that
 * is said aloud on the console; on a machine that sets {@code CI} nothing may be skipped, so there
 * they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresChromium.Condition.class)
@interface RequiresChromium {

  /** Looks for it where packages put it. */
  final class Condition implements ExecutionCondition {

    private static final List<String> PLACES =
        List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (chromium().isPresent()) {
        return ConditionEvaluationResult.enabled("Chromium is there");
      }
      String why = "SKIPPED LOUDLY: no Chromium at " + PLACES + ": " + context.getDisplayName();
      if ("true".equals(System.getenv("CI"))) {
        throw new ExtensionConfigurationException(why);
      }
      // Past the redirection of the test's own output.
      new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8).println(why);
      return ConditionEvaluationResult.disabled(why);
    }

    static Optional<Path> chromium() {
      return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }
  }
}
