package roundhouse.featureengine.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.source.EventSourceManifest.EventFile;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.kernel.Micros;

/// What one task reads of a stream: the events that became known in [from, to), in microseconds.
///
/// @param stream its place among the plan's streams, or [#ASKS]
record Slice(int stream, long from, long to) implements Serializable {
  /// The plan's ask stream, as asks.
  static final int ASKS = -1;

  InstantRange range() {
    return new InstantRange(from, to);
  }

  /// A range of a stream cut where its files begin, so that a task reads about one file. Events of
  /// one instant stay together.
  static List<Slice> cut(int stream, StreamFiles files, InstantRange range) {
    TreeSet<Long> cuts = new TreeSet<>(List.of(range.fromMicros(), range.toMicros()));
    for (EventFile file : files.files()) {
      long start = Micros.nearest(file.firstKnownAt());
      if (range.contains(start)) {
        cuts.add(start);
      }
    }
    List<Slice> slices = new ArrayList<>();
    for (Long from = cuts.first(), to = cuts.higher(from); to != null; to = cuts.higher(from)) {
      slices.add(new Slice(stream, from, to));
      from = to;
    }
    return List.copyOf(slices);
  }
}
