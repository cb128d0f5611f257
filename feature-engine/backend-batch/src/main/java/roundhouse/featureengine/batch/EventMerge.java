package roundhouse.featureengine.batch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.FeatureFold;

/// The events that a partition's features may see, of all streams in the order of knownAt, passed
/// to the fold. Streams that no feature reads are not opened.
final class EventMerge implements AutoCloseable {
  private static final int EVENTS_BETWEEN_TICKS = 1 << 14;

  private final FeatureFold fold;
  private final long countFrom;
  private final List<Cursor> cursors = new ArrayList<>();
  private final Runnable tick;
  private long applied;
  private long refused;

  /// @param partition refused events are counted where they became known in it, so that every event
  ///   is counted once though several partitions read it
  /// @param tick run now and then, also while no ask comes
  EventMerge(
      FeatureFold fold, Plan plan, EventSource source, PartitionRange partition, Runnable tick) {
    this.fold = fold;
    this.tick = tick;
    countFrom = InstantRange.micros(partition.from());
    for (int stream = 0; stream < plan.streams().size(); stream++) {
      if (reads(stream)) {
        cursors.add(open(plan, stream, source, partition));
      }
    }
    cursors.removeIf(cursor -> !cursor.next());
  }

  private Cursor open(Plan plan, int stream, EventSource source, PartitionRange partition) {
    StreamSchema schema = plan.streams().get(stream);
    InstantRange range =
        InstantRange.between(partition.from(), partition.to())
            .startingEarlier(fold.lookback(stream));
    return new Cursor(
        stream,
        !schema.name().equals(plan.askStream().name()),
        schema.indexOf(schema.knownAt()),
        source.read(schema.name(), schema.fieldNames(), range));
  }

  /// Whether a feature reads that stream.
  boolean reads(int stream) {
    return fold.lookback(stream).isPositive();
  }

  /// Applies every event that became known before that instant.
  void applyBefore(long limitMicros) {
    for (Cursor next = earliest(); next != null && next.knownAt < limitMicros; next = earliest()) {
      Admission admission = fold.apply(next.stream, next.rows);
      if (Refusals.isRefused(admission) && next.isCounted && next.knownAt >= countFrom) {
        refused++;
      }
      if (++applied % EVENTS_BETWEEN_TICKS == 0) {
        tick.run();
      }
      if (!next.next()) {
        cursors.remove(next);
      }
    }
  }

  private @Nullable Cursor earliest() {
    Cursor earliest = null;
    for (Cursor cursor : cursors) {
      if (earliest == null || cursor.knownAt < earliest.knownAt) {
        earliest = cursor;
      }
    }
    return earliest;
  }

  long refused() {
    return refused;
  }

  @Override
  public void close() {
    cursors.forEach(cursor -> cursor.rows.close());
  }

  private static final class Cursor {
    private final int stream;

    /// Asks are counted where they ask, not where later asks look back on them.
    private final boolean isCounted;

    private final int knownAtField;
    private final Rows rows;
    private long knownAt;

    Cursor(int stream, boolean isCounted, int knownAtField, Rows rows) {
      this.stream = stream;
      this.isCounted = isCounted;
      this.knownAtField = knownAtField;
      this.rows = rows;
    }

    boolean next() {
      if (!rows.next()) {
        rows.close();
        return false;
      }
      knownAt = rows.longAt(knownAtField);
      return true;
    }
  }
}
