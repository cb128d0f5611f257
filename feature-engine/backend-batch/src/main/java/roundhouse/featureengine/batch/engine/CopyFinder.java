package roundhouse.featureengine.batch.engine;

import java.util.List;
import roundhouse.featureengine.batch.parquet.RowBatch;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.batch.parquet.RowGroupReader;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.SeenIds;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// Finds the copies of events in a stream that is not known to have none. A pass of its own over
/// ids and times: it must see the stream in order, where the rest need not.
final class CopyFinder {
  private static final int ID = 0;
  private static final int EVENT_TIME = 1;
  private static final int KNOWN_AT = 2;

  private final StreamUse use;
  private final List<RowGroup> groups;
  private final List<String> columns;
  private final long lateness;
  private final SeenIds seen;

  CopyFinder(StreamUse use, List<RowGroup> groups) {
    this.use = use;
    this.groups = groups;
    StreamSchema schema = use.schema();
    columns = List.of(schema.id(), schema.eventTime(), schema.knownAt());
    lateness = schema.lateness().toNanos() / 1000;
    boolean idIsText = schema.find(schema.id()).orElseThrow().type().equals(ValueType.STRING);
    seen = new SeenIds(idIsText ? ValueKind.TEXT : ValueKind.LONG, lateness);
  }

  /// Tells the use which rows are copies.
  void find() {
    RowBits[] copies = new RowBits[groups.size()];
    for (int group = 0; group < copies.length; group++) {
      copies[group] = copiesIn(groups.get(group));
    }
    use.setCopies(copies);
  }

  private RowBits copiesIn(RowGroup group) {
    RowBits copies = new RowBits(Math.toIntExact(group.rows()));
    int first = 0;
    try (RowGroupReader reader = group.read(columns)) {
      while (reader.next()) {
        RowBatch batch = reader.batch();
        for (int row = 0; row < batch.size(); row++) {
          if (isCopy(batch.moveTo(row))) {
            copies.set(first + row);
          }
        }
        first += batch.size();
      }
    }
    return copies;
  }

  private boolean isCopy(RowBatch event) {
    long knownAt = event.longAt(KNOWN_AT);
    if (!use.rangeRead().contains(knownAt)
        || Admission.ofTimes(event.longAt(EVENT_TIME), knownAt, lateness) != Admission.ACCEPTED) {
      return false;
    }
    return !seen.isFirst(event, ID, knownAt);
  }
}
