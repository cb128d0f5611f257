package roundhouse.featureengine.batch.engine;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.archive.VisibleOrder;
import roundhouse.featureengine.batch.parquet.RowBatch;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.batch.parquet.RowGroupReader;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.SeenIds;
import roundhouse.featureengine.kernel.ValueKind;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// Finds the copies of events in a stream that is not known to have none, each source partition by
/// itself. A pass of its own over ids and times: it must see a partition in order, where the rest
/// need not.
final class CopyFinder {
  private static final int ID = 0;
  private static final int EVENT_TIME = 1;
  private static final int KNOWN_AT = 2;
  private static final int VISIBLE_AT = 3;
  private static final int PARTITION = 4;

  private final StreamUse use;
  private final List<RowGroup> groups;
  private final List<String> columns;
  private final long lateness;
  private final VisibleOrder order;
  private SeenIds seen;

  CopyFinder(StreamUse use, List<RowGroup> groups) {
    this.use = use;
    this.groups = groups;
    StreamSchema schema = use.schema();
    columns = new ArrayList<>();
    columns.addAll(List.of(schema.id(), schema.eventTime(), schema.knownAt(), use.visibleAt()));
    if (use.isRecorded()) {
      columns.add(ArchiveLayout.PARTITION);
    }
    order = new VisibleOrder(schema.name());
    lateness = schema.lateness().toNanos() / 1000;
    seen = nothingSeen();
  }

  private SeenIds nothingSeen() {
    StreamSchema schema = use.schema();
    boolean idIsText = schema.find(schema.id()).orElseThrow().type().equals(ValueType.STRING);
    return new SeenIds(idIsText ? ValueKind.TEXT : ValueKind.LONG, lateness);
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
    long visibleAt = event.longAt(VISIBLE_AT);
    if (use.isRecorded() && order.isNextPartition(event, PARTITION, visibleAt, knownAt)) {
      seen = nothingSeen();
    }
    if (!use.rangeRead().contains(visibleAt)
        || Admission.ofTimes(event.longAt(EVENT_TIME), knownAt, lateness) != Admission.ACCEPTED) {
      return false;
    }
    return !seen.isFirst(event, ID, visibleAt);
  }
}
