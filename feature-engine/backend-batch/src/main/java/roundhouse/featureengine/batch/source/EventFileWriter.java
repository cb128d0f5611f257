package roundhouse.featureengine.batch.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.source.EventSourceManifest.EventFile;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Writes the events of one stream, which come in order, to files of [#FILE_ROWS] at most. A file's
/// name carries its digest: what a broken-off import left behind is never in the way of another.
final class EventFileWriter implements AutoCloseable {
  static final int FILE_ROWS = 1 << 19;

  private final ObjectStore store;
  private final StreamSchema schema;
  private final @Nullable History declared;
  private final ObjectKey directory;
  private final Path scratch;
  private final EventOrder order;
  private final RecentIds recent;
  private final RowBuffer row;
  private final List<EventFile> files = new ArrayList<>();
  private @Nullable ParquetTableWriter writer;
  private boolean unique = true;
  private long events;
  private long firstOfFile;
  private long lastKnownAt;

  EventFileWriter(
      ObjectStore store,
      String source,
      StreamSchema schema,
      @Nullable History declared,
      Path scratch) {
    this.declared = declared;
    this.store = store;
    this.schema = schema;
    this.scratch = scratch;
    directory = EventSource.directory(source).resolve(schema.name());
    order = new EventOrder(schema);
    recent = new RecentIds(schema.lateness());
    row = new RowBuffer(EventOrder.columns(schema));
  }

  void add(Row event) {
    row.putAll(event);
    long knownAt = order.knownAt(row);
    ParquetTableWriter current = writer;
    if (current == null) {
      current = ParquetTableWriter.create(localFile(), EventOrder.columns(schema));
      writer = current;
      firstOfFile = knownAt;
    }
    current.write(row);
    unique &= recent.add(order.id(row), knownAt);
    lastKnownAt = knownAt;
    events++;
    if (current.rowCount() == FILE_ROWS) {
      endFile(current);
    }
  }

  StreamFiles finish() {
    if (writer != null) {
      endFile(writer);
    }
    return new StreamFiles(
        schema,
        events,
        unique || (declared != null && declared.unique()),
        files.isEmpty() ? null : files.getFirst().firstKnownAt(),
        files.isEmpty() ? null : files.getLast().lastKnownAt(),
        files,
        declared,
        null);
  }

  private void endFile(ParquetTableWriter current) {
    current.close();
    writer = null;
    Path local = localFile();
    try {
      String sha256 = Digests.sha256Hex(local);
      ObjectKey key =
          directory.resolve(
              "part-%05d-%s.parquet".formatted(files.size(), sha256.substring(0, 16)));
      store.putOnce(key, local);
      files.add(
          new EventFile(
              key.value(),
              Files.size(local),
              sha256,
              current.rowCount(),
              Micros.instant(firstOfFile),
              Micros.instant(lastKnownAt)));
      Files.delete(local);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path localFile() {
    return scratch.resolve("part.parquet");
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
