package roundhouse.featureengine.batch.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.ViewColumn;
import roundhouse.featureengine.batch.source.EventSourceManifest.EventFile;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;

/// How a stream's fields are found in a file.
final class StreamView {
  private StreamView() {}

  /// @param history what was declared of the file; null where this platform wrote it
  static List<ViewColumn> of(StreamSchema schema, @Nullable History history) {
    History declared = history == null || history.copied() ? History.OF_SAME_NAMES : history;
    Duration lag = declared.knownAtLag();
    List<ViewColumn> view = new ArrayList<>();
    for (FieldSchema field : schema.fields()) {
      view.add(
          lag != null && field.name().equals(schema.knownAt())
              ? derived(field, declared.column(schema.eventTime()), lag)
              : ViewColumn.of(field).from(declared.column(field.name()), 0));
    }
    return List.copyOf(view);
  }

  /// As [#of], with when an event became visible and the partition that it was archived from, null
  /// where it was imported: columns that every file of a recorded stream is seen to have.
  static List<ViewColumn> ofRecorded(
      StreamSchema schema, @Nullable History history, EventFile file) {
    List<ViewColumn> view = new ArrayList<>(of(schema, file.archived() == null ? history : null));
    Column visibleAt = Column.required(ArchiveLayout.VISIBLE_AT, ColumnType.INSTANT);
    if (file.archived() == null) {
      ViewColumn knownAt = view.get(schema.indexOf(schema.knownAt()));
      view.add(ViewColumn.of(visibleAt).from(knownAt.source(), knownAt.plusMicros()));
    } else {
      view.add(ViewColumn.of(visibleAt));
    }
    view.add(ViewColumn.of(Column.optional(ArchiveLayout.PARTITION, ColumnType.LONG)));
    return List.copyOf(view);
  }

  private static ViewColumn derived(FieldSchema knownAt, String eventTime, Duration lag) {
    return ViewColumn.of(knownAt).from(eventTime, Micros.of(lag));
  }
}
