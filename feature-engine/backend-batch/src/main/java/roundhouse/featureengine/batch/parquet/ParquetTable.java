package roundhouse.featureengine.batch.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ReadableObject;
import roundhouse.storage.StoreUnavailableException;

/// An open Parquet file of flat rows. Reads only the wanted columns, and skips row groups whose
/// statistics lie outside a wanted time range.
///
/// Opening checks that the footer's row groups lie within the file, so that a file cut short or
/// tampered with fails as [CorruptObjectException] and never with an error of Parquet's own.
/// Memory: one row group of the wanted columns, which may not exceed [#MAX_ROW_GROUP_BYTES]. One
/// thread at a time.
public final class ParquetTable implements AutoCloseable {
  /// Uncompressed; a larger row group is refused.
  public static final long MAX_ROW_GROUP_BYTES = 1L << 30;

  private final ObjectStore store;
  private final ObjectKey key;
  private final String location;
  private final ReadableObject object;
  private final ParquetFileReader reader;
  private final List<Column> columns;

  private ParquetTable(
      ObjectStore store,
      ObjectKey key,
      String location,
      ReadableObject object,
      ParquetFileReader reader,
      List<Column> columns) {
    this.store = store;
    this.key = key;
    this.location = location;
    this.object = object;
    this.reader = reader;
    this.columns = columns;
  }

  /// Throws [MissingObjectException], [CorruptObjectException], [UnsupportedTableException] or
  /// [StoreUnavailableException].
  public static ParquetTable open(ObjectStore store, ObjectKey key) {
    ReadableObject object = store.open(key);
    try {
      return guard(key, store.location(), () -> openReader(store, key, object));
    } catch (RuntimeException e) {
      closeQuietly(object, e);
      throw e;
    }
  }

  private static ParquetTable openReader(ObjectStore store, ObjectKey key, ReadableObject object) {
    var options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .usePageChecksumVerification()
            .build();
    var file = new StoredInputFile(object, key.value());
    try {
      var reader = ParquetFileReader.open(file, options);
      var columns = Schemas.columns(reader.getFileMetaData().getSchema());
      checkBounds(reader.getRowGroups(), object.size());
      return new ParquetTable(store, key, store.location(), object, reader, columns);
    } catch (IOException e) {
      throw new MalformedTable(e);
    }
  }

  private static void checkBounds(List<BlockMetaData> groups, long fileBytes) {
    for (BlockMetaData group : groups) {
      long total = 0;
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        long start = chunk.getStartingPos();
        long size = chunk.getTotalSize();
        if (start < 0 || size < 0 || start > fileBytes - size || chunk.getValueCount() < 0) {
          throw new MalformedTable("column chunk at %d lies outside the file".formatted(start));
        }
        total += Math.max(0, chunk.getTotalUncompressedSize());
      }
      if (total > MAX_ROW_GROUP_BYTES || group.getRowCount() < 0) {
        throw new MalformedTable(
            "a row group of %d bytes exceeds %d".formatted(total, MAX_ROW_GROUP_BYTES));
      }
    }
  }

  /// Of the file, in its order.
  public List<Column> columns() {
    return columns;
  }

  public long rowCount() {
    return reader.getRecordCount();
  }

  /// All rows, with the named columns in the order of `names`.
  public Rows read(List<String> names) {
    return new ParquetRows(this, select(names), Optional.empty(), InstantRange.ALL, 0);
  }

  /// As [#read(List)], only rows whose instant `timeColumn` is in `range`.
  public Rows read(List<String> names, String timeColumn, InstantRange range) {
    List<Column> selected = select(names);
    Column time = select(List.of(timeColumn)).getFirst();
    if (time.type() != ColumnType.INSTANT || time.nullable()) {
      throw new IllegalArgumentException(
          "Column '%s': is %s; expected a required instant to select a time range by"
              .formatted(timeColumn, time.type()));
    }
    return new ParquetRows(this, selected, Optional.of(time), range, 0);
  }

  /// The row groups whose instants `timeColumn` may be in `range`, as far as statistics tell, in
  /// the file's order.
  public List<RowGroup> rowGroups(String timeColumn, InstantRange range) {
    Column time = select(List.of(timeColumn)).getFirst();
    List<RowGroup> groups = new ArrayList<>();
    long firstRow = 0;
    for (int i = 0; i < reader.getRowGroups().size(); i++) {
      BlockMetaData group = reader.getRowGroups().get(i);
      if (!ParquetRows.isOutside(group, time, range)) {
        groups.add(new RowGroup(store, key, i, firstRow, group.getRowCount()));
      }
      firstRow += group.getRowCount();
    }
    return List.copyOf(groups);
  }

  Rows readGroup(List<String> names, int index) {
    for (int i = 0; i < index; i++) {
      reader.skipNextRowGroup();
    }
    return new ParquetRows(this, select(names), Optional.empty(), InstantRange.ALL, index);
  }

  List<Column> select(List<String> names) {
    List<Column> selected = new ArrayList<>();
    Set<String> unknown = new HashSet<>();
    for (String name : names) {
      columns.stream()
          .filter(column -> column.name().equals(name))
          .findFirst()
          .ifPresentOrElse(selected::add, () -> unknown.add(name));
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Columns %s: not in '%s'; expected some of %s"
              .formatted(unknown, key, columns.stream().map(Column::name).toList()));
    }
    return selected;
  }

  ParquetFileReader reader() {
    return reader;
  }

  /// The part of the file's own schema that those columns are.
  MessageType project(List<Column> selected) {
    MessageType schema = reader.getFileMetaData().getSchema();
    List<Type> fields =
        selected.stream().map(Column::name).distinct().map(schema::getType).toList();
    return new MessageType(schema.getName(), fields);
  }

  /// Runs a read; whatever Parquet throws on bytes that are no such file becomes one error that
  /// names the object.
  <T> T guarded(Supplier<T> read) {
    return guard(key, location, read);
  }

  private static <T> T guard(ObjectKey key, String location, Supplier<T> read) {
    try {
      return read.get();
    } catch (MissingObjectException
        | CorruptObjectException
        | UnsupportedTableException
        | StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof StoreUnavailableException unavailable) {
          throw unavailable;
        }
      }
      throw new CorruptObjectException(
          key, location, "expected a whole Parquet file but reading it failed: " + reason(e), e);
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e instanceof MalformedTable && e.getCause() != null ? e.getCause() : e;
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  private static void closeQuietly(ReadableObject object, RuntimeException failure) {
    try {
      object.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    try (object;
        reader) {
      // Both close, whichever fails.
    } catch (IOException e) {
      throw new StoreUnavailableException("Object '%s': closing it failed".formatted(key), e);
    }
  }

  static final class MalformedTable extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedTable(String message) {
      super(message);
    }

    MalformedTable(Throwable cause) {
      super(cause);
    }
  }
}
