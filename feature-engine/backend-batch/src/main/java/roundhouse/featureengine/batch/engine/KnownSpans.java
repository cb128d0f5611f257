package roundhouse.featureengine.batch.engine;

import java.util.Arrays;
import roundhouse.featureengine.batch.parquet.InstantRange;

/// When the events of each row group of a stream became known.
final class KnownSpans {
  private final long[] first;
  private final long[] last;

  KnownSpans(int groups) {
    first = new long[groups];
    last = new long[groups];
    Arrays.fill(first, Long.MAX_VALUE);
    Arrays.fill(last, Long.MIN_VALUE);
  }

  /// Notes an event; a group's are noted by one thread.
  void add(int group, long knownAt) {
    first[group] = Math.min(first[group], knownAt);
    last[group] = Math.max(last[group], knownAt);
  }

  /// Whether any event of the group may be in the range.
  boolean touches(int group, InstantRange range) {
    return first[group] <= last[group] && range.touches(first[group], last[group]);
  }
}
