package dev.pat4j.cache;

/** What became of the reads so far. */
final class Counts {

  final Tally hits = new Tally();
  final Tally unknownHits = new Tally();
  final Tally misses = new Tally();
  final Tally bypassed = new Tally();
}
