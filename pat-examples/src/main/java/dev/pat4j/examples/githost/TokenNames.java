package dev.pat4j.examples.githost;

import java.util.List;
import java.util.random.RandomGenerator;

/** Names for tokens that nobody named: easy to tell from each other in a list. */
final class TokenNames {

  private static final List<String> HOW =
      List.of("brisk", "calm", "early", "keen", "lucky", "merry", "patient", "quiet", "swift");
  private static final List<String> WHO =
      List.of("badger", "crane", "finch", "hare", "heron", "lynx", "marten", "otter", "wren");

  private TokenNames() {}

  static String next(RandomGenerator random) {
    return pick(HOW, random) + "-" + pick(WHO, random) + "-" + random.nextInt(100, 1_000);
  }

  private static String pick(List<String> words, RandomGenerator random) {
    return words.get(random.nextInt(words.size()));
  }
}
