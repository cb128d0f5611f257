package roundhouse.featureengine.batch;

import java.time.Duration;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.RecentIds;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.program.FeatureFold;

/// The asks of a partition in the order of (knownAt, id), without those refused and without copies.
final class PartitionAsks implements AutoCloseable {
  private final FeatureFold fold;
  private final Rows rows;
  private final int id;
  private final int knownAt;
  private final boolean idIsText;
  private final boolean unique;
  private final RecentIds recent;
  private final long from;
  private long refused;

  PartitionAsks(
      FeatureFold fold, StreamSchema schema, EventSource source, PartitionRange partition) {
    this.fold = fold;
    id = schema.indexOf(schema.id());
    knownAt = schema.indexOf(schema.knownAt());
    idIsText = schema.fields().get(id).type().equals(ValueType.STRING);
    unique = source.isUnique(schema);
    recent = new RecentIds(schema.lateness());
    from = InstantRange.micros(partition.from());
    // A copy in this partition is told by the original in the partition before it.
    Duration lookback = unique ? Duration.ZERO : schema.lateness();
    InstantRange range =
        InstantRange.between(partition.from(), partition.to()).startingEarlier(lookback);
    rows = source.read(schema.name(), schema.fieldNames(), range);
  }

  boolean next() {
    while (rows.next()) {
      if (isAdmitted() && (unique || recent.add(idOf(rows), askTime())) && askTime() >= from) {
        return true;
      }
    }
    return false;
  }

  private boolean isAdmitted() {
    if (Refusals.isRefused(fold.admit(rows))) {
      refused += askTime() >= from ? 1 : 0;
      return false;
    }
    return true;
  }

  private Object idOf(Row ask) {
    return idIsText ? ask.stringAt(id) : ask.longAt(id);
  }

  Row ask() {
    return rows;
  }

  long askTime() {
    return rows.longAt(knownAt);
  }

  /// Puts the ask's id and time into their columns.
  void putInto(RowBuffer row) {
    if (idIsText) {
      row.putString(DatasetLayout.ASK_ID_COLUMN, rows.stringAt(id));
    } else {
      row.putLong(DatasetLayout.ASK_ID_COLUMN, rows.longAt(id));
    }
    row.putLong(DatasetLayout.ASK_TIME_COLUMN, askTime());
  }

  long refused() {
    return refused;
  }

  @Override
  public void close() {
    rows.close();
  }
}
