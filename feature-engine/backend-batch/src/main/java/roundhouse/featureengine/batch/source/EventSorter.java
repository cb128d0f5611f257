package roundhouse.featureengine.batch.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Sorts a stream's events in bounded memory: runs of [#RUN_ROWS] rows are sorted in memory and
/// spilled to local files, then merged. Equal events keep the order in which they were added.
///
/// Memory: one run, and while merging one row group of each run.
final class EventSorter implements AutoCloseable {
  static final int RUN_ROWS = 1 << 17;

  private final List<Column> columns;
  private final EventOrder order;
  private final int runRows;
  private final Path scratch;
  private final List<RowBuffer> run = new ArrayList<>();
  private final List<String> spilled = new ArrayList<>();

  EventSorter(StreamSchema schema, Path scratch) {
    this(schema, scratch, RUN_ROWS);
  }

  EventSorter(StreamSchema schema, Path scratch, int runRows) {
    columns = EventOrder.columns(schema);
    order = new EventOrder(schema);
    this.runRows = runRows;
    this.scratch = createFolder(scratch);
  }

  void add(Row event) {
    RowBuffer copy = new RowBuffer(columns);
    copy.putAll(event);
    run.add(copy);
    if (run.size() == runRows) {
      spill();
    }
  }

  private void spill() {
    run.sort(order);
    String name = "run-%d.parquet".formatted(spilled.size());
    try (var writer = ParquetTableWriter.create(scratch.resolve(name), columns)) {
      run.forEach(writer::write);
    }
    spilled.add(name);
    run.clear();
  }

  /// Passes every event in order; the row is valid during the call.
  void drainTo(Consumer<Row> sink) {
    run.sort(order);
    if (spilled.isEmpty()) {
      run.forEach(sink);
    } else {
      spill();
      merge(sink);
    }
  }

  private void merge(Consumer<Row> sink) {
    List<Rows> runs = new ArrayList<>();
    try (ObjectStore files = ObjectStores.onDisk(scratch)) {
      PriorityQueue<Head> heads =
          new PriorityQueue<>(
              Comparator.comparing(Head::rows, order).thenComparingInt(Head::index));
      for (String name : spilled) {
        Rows rows =
            ParquetTable.open(files, ObjectKey.of(name))
                .read(columns.stream().map(Column::name).toList());
        runs.add(rows);
        if (rows.next()) {
          heads.add(new Head(rows, runs.size()));
        }
      }
      for (Head head = heads.poll(); head != null; head = heads.poll()) {
        sink.accept(head.rows());
        if (head.rows().next()) {
          heads.add(head);
        }
      }
    } finally {
      runs.forEach(Rows::close);
    }
  }

  private record Head(Rows rows, int index) {}

  private static Path createFolder(Path scratch) {
    try {
      return Files.createDirectories(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    run.clear();
    for (String name : spilled) {
      try {
        Files.deleteIfExists(scratch.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    spilled.clear();
  }
}
