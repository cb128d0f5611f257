package roundhouse.featureengine.service.served;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.stream.SourcePosition;

/// Every archived event of one entity, with where it came from.
final class EntityHistory {
  private final List<Recorded> records = new ArrayList<>();
  private boolean isSorted;

  /// An event of the entity.
  static final class Recorded {
    private final int feed;
    private final long[] words;
    private final long knownAt;
    private final Source source;
    private final long offset;

    /// @param words a record of the feed's layout
    /// @param knownAt raised, in microseconds
    Recorded(int feed, long[] words, long knownAt, Source source, long offset) {
      this.feed = feed;
      this.words = words;
      this.knownAt = knownAt;
      this.source = source;
      this.offset = offset;
    }

    private boolean isAtOrBefore(Map<Source, Long> positions) {
      return offset <= positions.getOrDefault(source, -1L);
    }
  }

  /// A source partition.
  record Source(String topic, int partition) {
    static Source of(SourcePosition position) {
      return new Source(position.topic(), position.partition());
    }
  }

  void add(Recorded recorded) {
    records.add(recorded);
    isSorted = false;
  }

  /// Applies, in the order in which they became known, the events at or before the positions.
  void applyTo(EntityFold fold, Map<Source, Long> positions) {
    if (!isSorted) {
      records.sort(
          Comparator.<Recorded>comparingLong(recorded -> recorded.knownAt)
              .thenComparing(recorded -> recorded.source.topic())
              .thenComparingInt(recorded -> recorded.source.partition())
              .thenComparingLong(recorded -> recorded.offset));
      isSorted = true;
    }
    for (Recorded recorded : records) {
      if (recorded.isAtOrBefore(positions)) {
        fold.apply(recorded.feed, recorded.words, 0);
      }
    }
  }
}
