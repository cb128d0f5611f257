package roundhouse.featureengine.batch.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ListValue;
import roundhouse.featureengine.kernel.Row;
import roundhouse.storage.Digests;

/// SHA-256 over the schema and the canonical values of rows in order: it depends on the values
/// only, not on how a file encodes them.
///
/// The hashed bytes: for each column its name and type as texts; then for each row, column by
/// column, 0 for null, else 1 and the value: booleans one byte, longs and instants (microseconds)
/// eight, decimals the eight of their digits, doubles the eight of their bits with one NaN, floats
/// four, all big-endian; texts their UTF-8 length in four bytes, then their UTF-8; lists their size
/// in four, then each element as a value of a row. A dataset's digest is [#ofPartitions]: its
/// partitions' digests in order, each after its row count.
public final class RowsDigest {
  private static final int BUFFER_BYTES = 1 << 16;

  private final List<Column> columns;
  private final MessageDigest sha256 = Digests.sha256();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  public RowsDigest(List<Column> columns) {
    this.columns = List.copyOf(columns);
    for (Column column : this.columns) {
      addText(column.name());
      addText(column.type().text());
    }
  }

  public void add(Row row) {
    for (int i = 0; i < columns.size(); i++) {
      reserve(9);
      if (row.isNull(i)) {
        buffer.put((byte) 0);
      } else {
        buffer.put((byte) 1);
        addValue(columns.get(i).type(), row, i);
      }
    }
  }

  private void addValue(ColumnType type, Row row, int i) {
    switch (type) {
      case ColumnType.Simple.BOOLEAN -> buffer.put((byte) (row.booleanAt(i) ? 1 : 0));
      case ColumnType.Simple.LONG, ColumnType.Simple.INSTANT -> buffer.putLong(row.longAt(i));
      case ColumnType.Decimal _ -> buffer.putLong(row.longAt(i));
      case ColumnType.Simple.FLOAT -> buffer.putInt(Float.floatToIntBits((float) row.doubleAt(i)));
      case ColumnType.Simple.DOUBLE -> buffer.putLong(Double.doubleToLongBits(row.doubleAt(i)));
      case ColumnType.Simple.TEXT -> addText(row.stringAt(i));
      case ColumnType.ListOf(ColumnType element) -> addList(element, row.listAt(i));
    }
  }

  private void addList(ColumnType element, ListValue list) {
    reserve(4);
    buffer.putInt(list.size());
    for (int i = 0; i < list.size(); i++) {
      ArrayRow one = ArrayRow.of(list.element(i));
      reserve(9);
      buffer.put((byte) (one.isNull(0) ? 0 : 1));
      if (!one.isNull(0)) {
        addValue(element, one, 0);
      }
    }
  }

  private void addText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    reserve(4);
    buffer.putInt(utf8.length);
    if (utf8.length > buffer.remaining()) {
      flush();
      sha256.update(utf8);
    } else {
      buffer.put(utf8);
    }
  }

  private void reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() {
    sha256.update(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  /// Lower-case hex; ends this digest.
  public String hex() {
    flush();
    return Digests.hex(sha256.digest());
  }

  /// The digest of a dataset whose partitions, in order, have those row counts and digests.
  public static String ofPartitions(List<DatasetManifest.Partition> partitions) {
    MessageDigest sha256 = Digests.sha256();
    for (DatasetManifest.Partition partition : partitions) {
      sha256.update(ByteBuffer.allocate(8).putLong(partition.rows()).array());
      sha256.update(HexFormat.of().parseHex(partition.rowsDigest()));
    }
    return Digests.hex(sha256.digest());
  }
}
