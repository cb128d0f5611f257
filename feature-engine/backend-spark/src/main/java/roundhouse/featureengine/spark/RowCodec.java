package roundhouse.featureengine.spark;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.ListValue;

/// The bytes of a dataset's row, on its way from the task that computed it to the driver.
final class RowCodec {
  private final List<Column> columns;

  RowCodec(List<Column> columns) {
    this.columns = columns;
  }

  void write(RowBuffer row, ByteWriter bytes) {
    for (int i = 0; i < columns.size(); i++) {
      bytes.putByte(row.isNull(i) ? 0 : 1);
      if (!row.isNull(i)) {
        writeValue(row, i, bytes);
      }
    }
  }

  private void writeValue(RowBuffer row, int i, ByteWriter bytes) {
    switch (columns.get(i).type()) {
      case ColumnType.Simple.BOOLEAN -> bytes.putByte(row.booleanAt(i) ? 1 : 0);
      case ColumnType.Simple.LONG, ColumnType.Simple.INSTANT -> bytes.putLong(row.longAt(i));
      case ColumnType.Simple.FLOAT, ColumnType.Simple.DOUBLE ->
          bytes.putFixed(Double.doubleToRawLongBits(row.doubleAt(i)));
      case ColumnType.Simple.TEXT -> bytes.putText(row.stringAt(i));
      case ColumnType.Decimal _ -> bytes.putLong(row.longAt(i));
      case ColumnType.ListOf(ColumnType element) -> writeList(element, row.listAt(i), bytes);
    }
  }

  void read(ByteReader bytes, RowBuffer row) {
    for (int i = 0; i < columns.size(); i++) {
      if (bytes.readByte() == 0) {
        row.putNull(i);
      } else {
        readValue(bytes, row, i);
      }
    }
  }

  private void readValue(ByteReader bytes, RowBuffer row, int i) {
    switch (columns.get(i).type()) {
      case ColumnType.Simple.BOOLEAN -> row.putBoolean(i, bytes.readByte() == 1);
      case ColumnType.Simple.LONG, ColumnType.Simple.INSTANT -> row.putLong(i, bytes.readLong());
      case ColumnType.Simple.FLOAT, ColumnType.Simple.DOUBLE ->
          row.putDouble(i, Double.longBitsToDouble(bytes.readFixed()));
      case ColumnType.Simple.TEXT -> row.putString(i, bytes.readText());
      case ColumnType.Decimal _ -> row.putLong(i, bytes.readLong());
      case ColumnType.ListOf(ColumnType element) -> row.putList(i, readList(element, bytes));
    }
  }

  /// A list is its size and a row of one column for each element.
  private static void writeList(ColumnType element, ListValue list, ByteWriter bytes) {
    RowCodec codec = ofElement(element);
    RowBuffer one = new RowBuffer(codec.columns);
    bytes.putLong(list.size());
    for (int i = 0; i < list.size(); i++) {
      one.putAll(ArrayRow.of(list.element(i)));
      codec.write(one, bytes);
    }
  }

  private static ListValue readList(ColumnType element, ByteReader bytes) {
    RowCodec codec = ofElement(element);
    RowBuffer one = new RowBuffer(codec.columns);
    List<@Nullable Object> elements = new ArrayList<>();
    for (int left = bytes.readCount(1); left > 0; left--) {
      codec.read(bytes, one);
      elements.add(one.valueAt(0));
    }
    return new ListValue(elements);
  }

  private static RowCodec ofElement(ColumnType element) {
    return new RowCodec(List.of(Column.optional("element", element)));
  }
}
