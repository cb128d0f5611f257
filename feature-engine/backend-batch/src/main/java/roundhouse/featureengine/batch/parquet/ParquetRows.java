package roundhouse.featureengine.batch.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/// The rows of a [ParquetTable], row group by row group, decoded column by column into one buffer.
final class ParquetRows implements Rows {
  private final ParquetTable table;
  private final List<Column> selected;
  private final Optional<Column> time;
  private final InstantRange range;
  private final MessageType projection;
  private final RowBuffer current;
  private final List<Cell> cells = new ArrayList<>();
  private final List<BlockMetaData> groups;
  private int nextGroup;
  private long rowsLeft;

  ParquetRows(
      ParquetTable table,
      List<Column> selected,
      Optional<Column> time,
      InstantRange range,
      int firstGroup) {
    nextGroup = firstGroup;
    this.table = table;
    this.time = time;
    this.range = range;
    List<Column> decoded = new ArrayList<>(selected);
    time.ifPresent(decoded::add);
    this.selected = List.copyOf(decoded);
    current = new RowBuffer(this.selected);
    groups = table.reader().getRowGroups();
    projection = table.project(this.selected);
    table.reader().setRequestedSchema(projection);
  }

  @Override
  public boolean next() {
    return table.guarded(this::advance);
  }

  private boolean advance() {
    do {
      while (rowsLeft == 0) {
        if (nextGroup == groups.size()) {
          return false;
        }
        openGroup(groups.get(nextGroup++));
      }
      rowsLeft--;
      for (Cell cell : cells) {
        cell.read(current);
      }
    } while (time.isPresent() && !range.contains(current.longAt(selected.size() - 1)));
    return true;
  }

  private void openGroup(BlockMetaData group) {
    if (isOutsideRange(group)) {
      table.reader().skipNextRowGroup();
      return;
    }
    try {
      PageReadStore pages = table.reader().readNextRowGroup();
      rowsLeft = pages.getRowCount();
      var store =
          new ColumnReadStoreImpl(
              pages, new Converters(), projection, table.reader().getFileMetaData().getCreatedBy());
      openCells(store);
    } catch (IOException e) {
      throw new ParquetTable.MalformedTable(e);
    }
  }

  private void openCells(ColumnReadStoreImpl store) {
    cells.clear();
    List<Cell> shared = new ArrayList<>();
    for (int i = 0; i < selected.size(); i++) {
      Column column = selected.get(i);
      int first = firstPosition(column.name());
      if (first < i) {
        shared.add(new CopiedCell(first, i));
      } else {
        var descriptor = projection.getColumnDescription(new String[] {column.name()});
        boolean narrow =
            descriptor.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32;
        cells.add(
            new DecodedCell(
                i,
                column.type(),
                narrow,
                store.getColumnReader(descriptor),
                descriptor.getMaxDefinitionLevel()));
      }
    }
    cells.addAll(shared);
  }

  /// A column may be wanted twice, but Parquet decodes it once.
  private int firstPosition(String name) {
    return selected.stream().map(Column::name).toList().indexOf(name);
  }

  private boolean isOutsideRange(BlockMetaData group) {
    return time.isPresent() && isOutside(group, time.get(), range);
  }

  static boolean isOutside(BlockMetaData group, Column time, InstantRange range) {
    for (ColumnChunkMetaData chunk : group.getColumns()) {
      if (chunk.getPath().toDotString().equals(time.name())) {
        return isOutside(chunk.getStatistics(), range);
      }
    }
    return false;
  }

  private static boolean isOutside(@Nullable Statistics<?> statistics, InstantRange range) {
    return statistics instanceof LongStatistics longs
        && longs.hasNonNullValue()
        && !range.touches(longs.getMin(), longs.getMax());
  }

  @Override
  public boolean isNull(int column) {
    return current.isNull(column);
  }

  @Override
  public boolean booleanAt(int column) {
    return current.booleanAt(column);
  }

  @Override
  public long longAt(int column) {
    return current.longAt(column);
  }

  @Override
  public double doubleAt(int column) {
    return current.doubleAt(column);
  }

  @Override
  public String stringAt(int column) {
    return current.stringAt(column);
  }

  @Override
  public @Nullable Object valueAt(int column) {
    return current.valueAt(column);
  }

  /// Also closes the table: a pass is made once.
  @Override
  public void close() {
    table.close();
  }

  private sealed interface Cell {
    void read(RowBuffer row);
  }

  private record CopiedCell(int from, int to) implements Cell {
    @Override
    public void read(RowBuffer row) {
      row.copy(from, to);
    }
  }

  private record DecodedCell(
      int position, ColumnType type, boolean narrow, ColumnReader reader, int defined)
      implements Cell {
    @Override
    public void read(RowBuffer row) {
      if (reader.getCurrentDefinitionLevel() < defined) {
        row.putNull(position);
      } else {
        readValue(row);
      }
      reader.consume();
    }

    private void readValue(RowBuffer row) {
      switch (type) {
        case BOOLEAN -> row.putBoolean(position, reader.getBoolean());
        case LONG -> row.putLong(position, narrow ? reader.getInteger() : reader.getLong());
        case INSTANT -> row.putLong(position, reader.getLong());
        case FLOAT -> row.putDouble(position, reader.getFloat());
        case DOUBLE -> row.putDouble(position, reader.getDouble());
        case TEXT -> reader.writeCurrentValueToConverter();
      }
    }
  }

  /// Parquet wants a converter for each column. Only texts go through theirs: it makes each text of
  /// a dictionary once, where decoding each value would make one a row.
  private final class Converters extends GroupConverter {
    private final PrimitiveConverter[] columns = new PrimitiveConverter[projection.getFieldCount()];

    Converters() {
      for (int i = 0; i < columns.length; i++) {
        columns[i] = new TextConverter(firstPosition(projection.getFieldName(i)));
      }
    }

    @Override
    public Converter getConverter(int field) {
      return columns[field];
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  private final class TextConverter extends PrimitiveConverter {
    private final int position;
    private String[] texts = new String[0];

    TextConverter(int position) {
      this.position = position;
    }

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary dictionary) {
      if (selected.get(position).type() == ColumnType.TEXT) {
        texts = new String[dictionary.getMaxId() + 1];
        for (int id = 0; id < texts.length; id++) {
          texts[id] = dictionary.decodeToBinary(id).toStringUsingUTF8();
        }
      }
    }

    @Override
    public void addValueFromDictionary(int id) {
      current.putString(position, texts[id]);
    }

    @Override
    public void addBinary(Binary value) {
      current.putString(position, value.toStringUsingUTF8());
    }
  }
}
