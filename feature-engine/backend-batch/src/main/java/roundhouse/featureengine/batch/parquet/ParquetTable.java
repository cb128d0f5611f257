package roundhouse.featureengine.batch.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.parquet.format.ColumnMetaData;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ReadableObject;
import roundhouse.storage.StoreUnavailableException;

/// A Parquet file of flat rows. Reads only the wanted columns, and skips row groups whose
/// statistics lie outside a wanted time range.
///
/// Opening reads the end of the file and checks that its row groups lie within the file. Bytes that
/// are no Parquet file, anywhere, fail as [CorruptObjectException], which names the object; sizes
/// that a file claims are checked against what there is before memory is allocated. Immutable, safe
/// for use by many threads, and holds nothing open.
public final class ParquetTable {
  /// Uncompressed; a larger row group is refused.
  public static final long MAX_ROW_GROUP_BYTES = 1L << 30;

  private final ObjectStore store;
  private final ObjectKey key;
  private final Footer footer;
  private final List<ViewColumn> view;

  private ParquetTable(ObjectStore store, ObjectKey key, Footer footer, List<ViewColumn> view) {
    this.store = store;
    this.key = key;
    this.footer = footer;
    this.view = List.copyOf(view);
  }

  /// Throws [MissingObjectException], [CorruptObjectException] or [StoreUnavailableException].
  public static ParquetTable open(ObjectStore store, ObjectKey key) {
    return guard(
        store,
        key,
        () -> {
          try (ReadableObject object = store.open(key)) {
            Footer footer = Footer.read(object);
            return new ParquetTable(store, key, footer, ownColumns(footer));
          } catch (IOException e) {
            throw failure(key, e);
          }
        });
  }

  private static List<ViewColumn> ownColumns(Footer footer) {
    return footer.columns().leaves().stream().map(leaf -> ViewColumn.of(leaf.column())).toList();
  }

  /// The same file, seen as those columns. A column that may be null may be missing in the file: it
  /// was added later. A number may be narrower in the file: 32 bits of integer or of floating
  /// point. A column that may not be null may be declared so that it may in the file: a null in it
  /// fails where it is read. Throws [UnsupportedTableException] with everything else that does not
  /// fit.
  public ParquetTable as(List<ViewColumn> columns) {
    List<String> mismatches = new ArrayList<>();
    columns.forEach(column -> mismatch(column).ifPresent(mismatches::add));
    if (!mismatches.isEmpty()) {
      throw new UnsupportedTableException(
          "File '%s': %s; write the file so, or declare the stream's fields as it has them"
              .formatted(key, String.join("; ", mismatches)));
    }
    return new ParquetTable(store, key, footer, columns);
  }

  private Optional<String> mismatch(ViewColumn wanted) {
    Column column = wanted.column();
    Optional<Leaf> leaf = leaf(wanted);
    if (leaf.isPresent()) {
      return leaf.get().holds(column)
          ? Optional.empty()
          : Optional.of(
              "column '%s' is %s; expected %s"
                  .formatted(wanted.source(), nameOf(leaf.get().column()), nameOf(column)));
    }
    String other = footer.columns().others().get(wanted.source());
    if (other != null) {
      return Optional.of("column '%s' %s".formatted(wanted.source(), other));
    }
    return column.nullable()
        ? Optional.empty()
        : Optional.of(
            "column '%s' is missing; expected %s in every row"
                .formatted(wanted.source(), nameOf(column)));
  }

  /// Its type as definitions have it.
  private static String nameOf(Column column) {
    return ColumnType.valueType(column.type()).text();
  }

  /// Of the file, in its order, without those of types that cannot be read; or those that it is
  /// seen as.
  public List<Column> columns() {
    return view.stream().map(ViewColumn::column).toList();
  }

  public long rowCount() {
    return footer.rows();
  }

  /// All rows, with the named columns in the order of `names`. Throws [IllegalArgumentException]
  /// for an unknown name and [UnsupportedTableException] for one whose type cannot be read.
  public Rows read(List<String> names) {
    return new ParquetRows(rowGroups(), select(names), -1, InstantRange.ALL);
  }

  /// As [#read(List)], only rows whose instant `timeColumn` is in `range`.
  public Rows read(List<String> names, String timeColumn, InstantRange range) {
    List<ViewColumn> selected = new ArrayList<>(select(names));
    selected.add(requireTime(timeColumn));
    return new ParquetRows(rowGroups(timeColumn, range), selected, names.size(), range);
  }

  /// All row groups, in the file's order.
  public List<RowGroup> rowGroups() {
    return footer.groups().stream().map(group -> new RowGroup(this, group)).toList();
  }

  /// The row groups whose instants `timeColumn` may be in `range`, as far as statistics tell, in
  /// the file's order.
  public List<RowGroup> rowGroups(String timeColumn, InstantRange range) {
    ViewColumn time = requireTime(timeColumn);
    Optional<Leaf> leaf = leaf(time);
    return guarded(
        () ->
            footer.groups().stream()
                .filter(
                    group ->
                        leaf.isEmpty() || !group.isOutside(leaf.get(), time.plusMicros(), range))
                .map(group -> new RowGroup(this, group))
                .toList());
  }

  private ViewColumn requireTime(String name) {
    ViewColumn time = select(List.of(name)).getFirst();
    if (time.column().type() != ColumnType.INSTANT) {
      throw new IllegalArgumentException(
          "Column '%s': is %s; expected an instant to select a time range by"
              .formatted(name, nameOf(time.column())));
    }
    return time;
  }

  /// Throws [UnsupportedTableException] where the column is compressed in a way that is not read.
  void requireReadable(Leaf leaf, ColumnMetaData chunk) {
    if (!Codec.isReadable(chunk.getCodec())) {
      throw new UnsupportedTableException(
          "File '%s': column '%s' is compressed by %s; expected snappy, zstd, gzip or none; write the file again"
              .formatted(key, leaf.column().name(), chunk.getCodec()));
    }
  }

  /// Where the file has that column; empty where it was added later.
  Optional<Leaf> leaf(ViewColumn column) {
    return footer.columns().leaves().stream()
        .filter(leaf -> leaf.column().name().equals(column.source()))
        .findFirst();
  }

  List<ViewColumn> select(List<String> names) {
    List<ViewColumn> selected = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String name : names) {
      view.stream()
          .filter(column -> column.column().name().equals(name))
          .findFirst()
          .ifPresentOrElse(selected::add, () -> unknown.add(name));
    }
    if (!unknown.isEmpty()) {
      throw unknown(unknown);
    }
    return selected;
  }

  private RuntimeException unknown(List<String> names) {
    for (String name : names) {
      String other = footer.columns().others().get(name);
      if (other != null) {
        return new UnsupportedTableException(
            "File '%s': column '%s' %s".formatted(key, name, other));
      }
    }
    return new IllegalArgumentException(
        "Columns %s: not in '%s'; expected some of %s"
            .formatted(names, key, columns().stream().map(Column::name).toList()));
  }

  /// Bytes of the file, followed by `slack` more.
  byte[] bytes(ReadableObject object, long from, int length, int slack) {
    byte[] bytes = new byte[Math.addExact(length, slack)];
    try {
      object.readFully(from, bytes, 0, length);
    } catch (IOException e) {
      throw failure(key, e);
    }
    return bytes;
  }

  ObjectKey key() {
    return key;
  }

  ReadableObject open() {
    return store.open(key);
  }

  private static RuntimeException failure(ObjectKey key, IOException e) {
    return e instanceof EOFException
        ? new MalformedTable(e)
        : new StoreUnavailableException(
            "Object '%s': reading it failed (%s); check the store and repeat"
                .formatted(key, e.getMessage()),
            e);
  }

  /// Runs a read; whatever goes wrong with bytes that are no such file becomes one error that names
  /// the object.
  <T> T guarded(Supplier<T> read) {
    return guard(store, key, read);
  }

  private static <T> T guard(ObjectStore store, ObjectKey key, Supplier<T> read) {
    try {
      return read.get();
    } catch (MissingObjectException
        | CorruptObjectException
        | UnsupportedTableException
        | StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CorruptObjectException(
          key,
          store.location(),
          "expected a whole Parquet file but reading it failed: " + reason(e),
          e);
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e instanceof MalformedTable && e.getCause() != null ? e.getCause() : e;
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
