package roundhouse.featureengine.batch.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.parquet.format.ColumnMetaData;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.encoding.HybridReader;
import roundhouse.featureengine.kernel.ListValue;

/// Decodes a column of lists, entry by entry: an element, or a list that has none.
final class ListReader extends ChunkReader {
  private static final int BLOCK = 1 << 10;

  /// A list of more is refused: levels can claim any number in a few bytes.
  private static final int MOST_ELEMENTS = 1 << 20;

  private final Leaf.Levels levels;
  private final ColumnVector lists;
  private final ColumnVector elements;
  private final int[] repetitions = new int[BLOCK];
  private final int[] definitions = new int[BLOCK];
  private int entry;
  private int entries;
  private int nextElement;

  ListReader(
      Leaf leaf, ColumnMetaData metadata, byte[] chunk, ColumnVector lists, ColumnType element) {
    this(
        leaf,
        metadata,
        chunk,
        lists,
        new ColumnVector(new Column(lists.column().name(), element, true), BLOCK));
  }

  private ListReader(
      Leaf leaf, ColumnMetaData metadata, byte[] chunk, ColumnVector lists, ColumnVector elements) {
    super(leaf, metadata, chunk, elements);
    levels = leaf.levels();
    this.lists = lists;
    this.elements = elements;
  }

  @Override
  void read(int rows) {
    lists.truncateObjects(0);
    for (int row = 0; row < rows; row++) {
      if (!hasEntry() || repetitions[entry] != 0) {
        throw new MalformedTable(
            "column '%s' ends before its rows".formatted(lists.column().name()));
      }
      readRow(row);
    }
  }

  private void readRow(int row) {
    if (definitions[entry] >= levels.list()) {
      lists.set(row, lists.addObject(new ListValue(readElements())));
      return;
    }
    if (!lists.column().nullable()) {
      throw new MalformedTable(
          "column '%s' lacks a value; expected one in every row".formatted(lists.column().name()));
    }
    lists.setNull(row);
    entry++;
  }

  private List<@Nullable Object> readElements() {
    List<@Nullable Object> values = new ArrayList<>();
    if (definitions[entry] == levels.list()) {
      entry++;
      return values;
    }
    do {
      values.add(definitions[entry] == levels.value() ? elements.boxed(nextElement++) : null);
      entry++;
      if (values.size() > MOST_ELEMENTS) {
        throw new MalformedTable("a list of more than %d elements".formatted(MOST_ELEMENTS));
      }
    } while (hasEntry() && repetitions[entry] == 1);
    return values;
  }

  private boolean hasEntry() {
    if (entry < entries) {
      return true;
    }
    entries = Math.min(BLOCK, available());
    entry = 0;
    nextElement = 0;
    if (entries == 0) {
      return false;
    }
    readLevels(repetitions(), repetitions);
    readLevels(definitions(), definitions);
    int defined = 0;
    for (int i = 0; i < entries; i++) {
      defined += definitions[i] == levels.value() ? 1 : 0;
    }
    beginValues();
    readValues(0, defined, entries);
    return true;
  }

  private void readLevels(@Nullable HybridReader from, int[] to) {
    Objects.requireNonNull(from).read(to, 0, entries);
  }
}
