package roundhouse.featureengine.spark;

import java.util.List;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;

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
      case BOOLEAN -> bytes.putByte(row.booleanAt(i) ? 1 : 0);
      case LONG, INSTANT -> bytes.putLong(row.longAt(i));
      case FLOAT, DOUBLE -> bytes.putFixed(Double.doubleToRawLongBits(row.doubleAt(i)));
      case TEXT -> bytes.putText(row.stringAt(i));
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
      case BOOLEAN -> row.putBoolean(i, bytes.readByte() == 1);
      case LONG, INSTANT -> row.putLong(i, bytes.readLong());
      case FLOAT, DOUBLE -> row.putDouble(i, Double.longBitsToDouble(bytes.readFixed()));
      case TEXT -> row.putString(i, bytes.readText());
    }
  }
}
