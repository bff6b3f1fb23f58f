package dev.pat4j.cache;

import java.util.concurrent.atomic.LongAdder;

/** What became of the reads so far; cheap for many threads at once. */
final class Counts {

  final LongAdder hits = new LongAdder();
  final LongAdder unknownHits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder bypassed = new LongAdder();
}
