package roundhouse.featureengine.batch.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.archive.VisibleOrder;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;

/// The asks of a recorded stream in the order of a dataset's rows, which is that of (knownAt, id)
/// as the asks say it, whatever partition they came by and whenever they became visible as events.
/// Without copies: which ask is one is judged in its source partition.
public final class RecordedAsks {
  private final StreamSchema schema;
  private final StreamSchema stored;
  private final long lateness;

  private RecordedAsks(StreamSchema schema) {
    this.schema = schema;
    lateness = Micros.of(schema.lateness());
    List<FieldSchema> fields = new ArrayList<>(schema.fields());
    fields.add(FieldSchema.required(ArchiveLayout.VISIBLE_AT, ValueType.INSTANT));
    stored =
        new StreamSchema(
            schema.name(),
            fields,
            schema.id(),
            schema.eventTime(),
            schema.knownAt(),
            schema.lateness());
  }

  /// Row groups of the asks that became known in the range, and of those that became visible in it
  /// as events, in a file of the scratch folder.
  ///
  /// @param scratch a folder that holds nothing
  public static List<RowGroup> sort(
      EventSource source, StreamSchema schema, InstantRange range, Path scratch) {
    RecordedAsks asks = new RecordedAsks(schema);
    return SortedEvents.write(
            asks.stored, scratch, sink -> asks.pass(source, range, sink), _ -> true)
        .rowGroups();
  }

  private void pass(EventSource source, InstantRange range, Consumer<Row> sink) {
    List<String> columns = new ArrayList<>(stored.fieldNames());
    columns.add(ArchiveLayout.PARTITION);
    VisibleOrder order = new VisibleOrder(schema.name());
    RecentIds recent = new RecentIds(schema.lateness());
    int id = schema.indexOf(schema.id());
    int visible = columns.size() - 2;
    try (Rows ask = source.readAsks(schema, columns, range)) {
      while (ask.next()) {
        long knownAt = ask.longAt(schema.indexOf(schema.knownAt()));
        long visibleAt = ask.longAt(visible);
        if (order.isNextPartition(ask, columns.size() - 1, visibleAt, knownAt)) {
          recent = new RecentIds(schema.lateness());
        }
        boolean isAdmitted =
            Admission.ofTimes(ask.longAt(schema.indexOf(schema.eventTime())), knownAt, lateness)
                == Admission.ACCEPTED;
        boolean isCopy =
            isAdmitted && !recent.add(Objects.requireNonNull(ask.valueAt(id)), visibleAt);
        if (!isCopy && (range.contains(knownAt) || range.contains(visibleAt))) {
          sink.accept(ask);
        }
      }
    }
  }
}
