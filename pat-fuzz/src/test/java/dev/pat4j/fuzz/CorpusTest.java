package dev.pat4j.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a fuzzer once found interesting is tried again in every build. */
class CorpusTest {

  private static final int MOST_FILES = 200;

  private static final Map<Class<?>, Target> TARGETS =
      Map.of(
          TokenFormatTarget.class, TokenFormatTarget::fuzzerTestOneInput,
          AddressRangeTarget.class, AddressRangeTarget::fuzzerTestOneInput,
          AuthorizationHeaderTarget.class, AuthorizationHeaderTarget::fuzzerTestOneInput,
          RequestFirewallTarget.class, RequestFirewallTarget::fuzzerTestOneInput);

  @FunctionalInterface
  interface Target {
    void run(byte[] input);
  }

  @TestFactory
  Stream<DynamicNode> everyInputOfTheCorpusStillHoldsItsTargetsInvariants() {
    return TARGETS.entrySet().stream()
        .map(
            entry -> {
              List<Path> corpus = corpusOf(entry.getKey());
              return dynamicContainer(
                  entry.getKey().getSimpleName(),
                  Stream.concat(
                      Stream.of(bounded(corpus)),
                      corpus.stream().map(file -> replayed(file, entry.getValue()))));
            });
  }

  private static DynamicTest bounded(List<Path> corpus) {
    return dynamicTest(
        "has inputs, and not more than a build has time for",
        () -> assertTrue(!corpus.isEmpty() && corpus.size() < MOST_FILES, "" + corpus.size()));
  }

  private static DynamicTest replayed(Path file, Target target) {
    return dynamicTest(
        file.getFileName().toString(), file.toUri(), () -> target.run(Files.readAllBytes(file)));
  }

  private static List<Path> corpusOf(Class<?> target) {
    URL folder = target.getResource(target.getSimpleName());
    assertTrue(folder != null, "no corpus for " + target);
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().toList();
    } catch (IOException | URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
