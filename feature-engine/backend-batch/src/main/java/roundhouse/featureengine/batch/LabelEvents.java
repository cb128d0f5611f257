package roundhouse.featureengine.batch;

import java.util.Set;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.LabelFold;

/// One label of a partition's asks: reads its stream ahead of the asks by the label's maturity.
final class LabelEvents implements AutoCloseable {
  private final LabelFold fold;
  private final int column;
  private final int knownAtField;
  private final Rows events;
  private final InstantRange partition;
  private boolean hasNext;
  private long refused;
  private long labelled;
  private long positive;

  /// @param label its place in the plan's labels
  /// @param column where the label goes in the dataset's rows
  LabelEvents(
      Plan plan,
      int label,
      int column,
      EventSource source,
      Set<String> uniqueStreams,
      PartitionRange partition) {
    fold = LabelFold.of(plan, label, uniqueStreams);
    this.column = column;
    StreamSchema schema = plan.streams().get(fold.stream());
    knownAtField = schema.indexOf(schema.knownAt());
    this.partition = InstantRange.between(partition.from(), partition.to());
    InstantRange range =
        this.partition.startingEarlier(fold.lookback()).endingLater(fold.maturity());
    events = source.read(schema.name(), schema.fieldNames(), range);
    hasNext = events.next();
  }

  void answer(Row ask, RowBuffer row) {
    applyThrough(fold.readThrough(ask));
    fold.answer(ask, row, column);
    count(row);
  }

  private void applyThrough(long limitMicros) {
    while (hasNext && events.longAt(knownAtField) <= limitMicros) {
      Admission admission = fold.apply(events);
      if (Refusals.isRefused(admission) && partition.contains(events.longAt(knownAtField))) {
        refused++;
      }
      hasNext = events.next();
    }
  }

  int stream() {
    return fold.stream();
  }

  /// How many events of the stream were refused that became known in the partition; ends the label.
  long refused() {
    applyThrough(partition.toMicros() - 1);
    return refused;
  }

  private void count(RowBuffer row) {
    if (!row.isNull(column)) {
      labelled++;
      if (Boolean.TRUE.equals(row.valueAt(column))) {
        positive++;
      }
    }
  }

  WrittenPartition.LabelCount counted(String name) {
    return new WrittenPartition.LabelCount(name, labelled, positive);
  }

  @Override
  public void close() {
    events.close();
  }
}
