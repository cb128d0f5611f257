package roundhouse.featureengine.batch.source;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Predicate;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStores;

/// Events in a file of this machine, in the order of (knownAt, id); those that are equal in it stay
/// as they came.
public final class SortedEvents {
  private static final String FILE = "events.parquet";

  private SortedEvents() {}

  /// Sorts events into a file. Memory is bounded, as that of an import.
  ///
  /// @param scratch a folder that holds nothing
  /// @param events passes each event, whose row is copied
  /// @param isKept asked about each in order: whether it stays
  public static ParquetTable write(
      StreamSchema schema, Path scratch, Consumer<Consumer<Row>> events, Predicate<Row> isKept) {
    try (EventSorter sorter = new EventSorter(schema, scratch);
        ParquetTableWriter writer =
            ParquetTableWriter.create(scratch.resolve(FILE), EventOrder.columns(schema))) {
      events.accept(sorter::add);
      sorter.drainTo(
          event -> {
            if (isKept.test(event)) {
              writer.write(event);
            }
          });
    }
    return ParquetTable.open(ObjectStores.onDisk(scratch), ObjectKey.of(FILE));
  }
}
