package dev.pat4j;

import dev.pat4j.store.TokenStoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host's foreign formats. Junk reaches none of them, and a failure of one is a breakdown that
 * says nothing of what was presented.
 */
final class ForeignFormats {

  /** As long as the header that the servlet filter reads by default. */
  private static final int LONGEST = 4_096;

  /** So that causes that lead round in a circle end. */
  private static final int MOST_CAUSES = 8;

  private final List<ForeignFormat> formats;

  ForeignFormats(List<ForeignFormat> formats) {
    this.formats = formats.stream().<ForeignFormat>map(Distrustful::new).toList();
  }

  boolean isEmpty() {
    return formats.isEmpty();
  }

  /** Those whose shape this text has, in the order of the host. */
  List<ForeignFormat> claiming(String presented) {
    return formats.isEmpty() || !isPresentable(presented)
        ? List.of()
        : formats.stream().filter(format -> format.hasShape(presented)).toList();
  }

  /** Printable ASCII: two texts that differ are two texts in every encoding. */
  private static boolean isPresentable(String presented) {
    return presented.length() <= LONGEST
        && presented.chars().allMatch(c -> c >= ' ' && c <= '~')
        && !presented.isBlank();
  }

  private static final class Distrustful implements ForeignFormat {

    private final ForeignFormat format;

    Distrustful(ForeignFormat format) {
      this.format = format;
    }

    @Override
    public boolean hasShape(String presented) {
      return ask("hasShape", () -> format.hasShape(presented));
    }

    @Override
    public Optional<String> find(String presented) {
      return ask("find", () -> format.find(presented));
    }

    private <T> T ask(String call, Supplier<T> asking) {
      T answer;
      try {
        answer = asking.get();
      } catch (Exception e) { // every one, since not every language checks them
        // Neither its message nor its cause: both may hold the token.
        TokenStoreException failure = failed(call, kinds(e));
        failure.setStackTrace(e.getStackTrace());
        throw failure;
      }
      if (answer == null) {
        throw failed(call, "it returned null");
      }
      return answer;
    }

    private TokenStoreException failed(String call, String how) {
      String name = format.getClass().getName();
      return new TokenStoreException(
          "the foreign format " + name + " failed at " + call + ": " + how, null);
    }

    /** What kind of failure it was, and of what kinds are those beneath it. */
    private static String kinds(Throwable failure) {
      return Stream.iterate(failure, each -> each != null, Throwable::getCause)
          .limit(MOST_CAUSES)
          .map(each -> each.getClass().getName())
          .collect(Collectors.joining(", caused by "));
    }
  }
}
