package roundhouse.featureengine.spark;

import java.time.Duration;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.RecentIds;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;

/// The events of one slice that count, in the order of (knownAt, id): within their stream's bounds
/// on time, and of each id the first.
///
/// A copy in this slice is told by its original in the slice before it: where ids may repeat,
/// reading starts a bound on lateness earlier, which is as far as two copies can be apart.
final class FirstCopies implements AutoCloseable {
  private final Slice slice;
  private final Rows rows;
  private final int eventTime;
  private final int knownAt;
  private final int id;
  private final boolean idIsText;
  private final boolean isUnique;
  private final long latenessMicros;
  private final RecentIds recent;

  FirstCopies(EventSource source, StreamSchema schema, Slice slice) {
    this.slice = slice;
    eventTime = schema.indexOf(schema.eventTime());
    knownAt = schema.indexOf(schema.knownAt());
    id = schema.indexOf(schema.id());
    idIsText = schema.fields().get(id).type().text().equals("string");
    isUnique = source.isUnique(schema);
    latenessMicros = schema.lateness().toNanos() / 1_000;
    recent = new RecentIds(schema.lateness());
    Duration lookback = isUnique ? Duration.ZERO : schema.lateness();
    rows = source.read(schema, schema.fieldNames(), slice.range().startingEarlier(lookback));
  }

  boolean next() {
    while (rows.next()) {
      if (isInTime() && isFirst() && knownAt() >= slice.from()) {
        return true;
      }
    }
    rows.close();
    return false;
  }

  private boolean isInTime() {
    return Admission.ofTimes(rows.longAt(eventTime), knownAt(), latenessMicros)
        == Admission.ACCEPTED;
  }

  private boolean isFirst() {
    return isUnique
        || recent.add(idIsText ? rows.stringAt(id) : (Object) rows.longAt(id), knownAt());
  }

  /// The event, valid until the next.
  Row row() {
    return rows;
  }

  long knownAt() {
    return rows.longAt(knownAt);
  }

  @Override
  public void close() {
    rows.close();
  }
}
