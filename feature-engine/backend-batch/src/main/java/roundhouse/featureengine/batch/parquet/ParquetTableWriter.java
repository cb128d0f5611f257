package roundhouse.featureengine.batch.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Row;

/// Writes a Parquet file on local disk, from where it is put into a store. The same rows give the
/// same bytes. Memory: one row group, [#ROW_GROUP_BYTES]. One thread at a time.
public final class ParquetTableWriter implements AutoCloseable {
  static final long ROW_GROUP_BYTES = 16L << 20;

  private final List<Column> columns;
  private final ParquetWriter<Row> writer;
  private long rows;

  private ParquetTableWriter(List<Column> columns, ParquetWriter<Row> writer) {
    this.columns = columns;
    this.writer = writer;
  }

  /// The file must not exist.
  public static ParquetTableWriter create(Path file, List<Column> columns) {
    return create(file, columns, Codec.ZSTD);
  }

  /// As [#create(Path, List)], its pages compressed by that codec.
  public static ParquetTableWriter create(Path file, List<Column> columns, Codec codec) {
    try {
      var writer =
          new Builder(new LocalOutputFile(file), List.copyOf(columns))
              .withConf(new PlainParquetConfiguration())
              .withCompressionCodec(CompressionCodecName.valueOf(codec.name()))
              .withRowGroupSize(ROW_GROUP_BYTES)
              .build();
      return new ParquetTableWriter(List.copyOf(columns), writer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An empty buffer for rows of this file.
  public RowBuffer newRow() {
    return new RowBuffer(columns);
  }

  /// The row's columns must be the file's, in order.
  public void write(Row row) {
    try {
      writer.write(row);
      rows++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Appends a row group of this file's columns and codec.
  public void write(EncodedRowGroup group) {
    for (int row = 0; row < group.rows().size(); row++) {
      write(group.rows().moveTo(row));
    }
  }

  public long rowCount() {
    return rows;
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final List<Column> columns;

    Builder(OutputFile file, List<Column> columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<Row> getWriteSupport(org.apache.hadoop.conf.Configuration unused) {
      return new RowWriteSupport(columns);
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(ParquetConfiguration unused) {
      return new RowWriteSupport(columns);
    }
  }

  private static final class RowWriteSupport extends WriteSupport<Row> {
    private final List<Column> columns;
    private @Nullable RecordConsumer prepared;

    RowWriteSupport(List<Column> columns) {
      this.columns = columns;
    }

    @Override
    @SuppressWarnings("deprecation")
    public WriteContext init(org.apache.hadoop.conf.Configuration unused) {
      return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration unused) {
      return context();
    }

    private WriteContext context() {
      return new WriteContext(Schemas.message(columns), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      prepared = consumer;
    }

    @Override
    public void write(Row row) {
      RecordConsumer consumer = Objects.requireNonNull(prepared);
      consumer.startMessage();
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        if (!row.isNull(i)) {
          consumer.startField(column.name(), i);
          writeValue(consumer, column.type(), row, i);
          consumer.endField(column.name(), i);
        } else if (!column.nullable()) {
          throw new IllegalArgumentException(
              "Column '%s': is null; expected a value in every row".formatted(column.name()));
        }
      }
      consumer.endMessage();
    }

    private static void writeValue(RecordConsumer consumer, ColumnType type, Row row, int i) {
      switch (type) {
        case BOOLEAN -> consumer.addBoolean(row.booleanAt(i));
        case LONG, INSTANT -> consumer.addLong(row.longAt(i));
        case FLOAT -> consumer.addFloat((float) row.doubleAt(i));
        case DOUBLE -> consumer.addDouble(row.doubleAt(i));
        case TEXT -> consumer.addBinary(Binary.fromString(row.stringAt(i)));
      }
    }
  }
}
