package roundhouse.featureengine.batch.parquet;

import org.apache.parquet.format.ColumnMetaData;
import roundhouse.featureengine.batch.parquet.encoding.HybridReader;

/// Decodes a column with at most one value a row.
final class FlatReader extends ChunkReader {
  private final ColumnVector vector;

  FlatReader(Leaf leaf, ColumnMetaData metadata, byte[] chunk, ColumnVector vector) {
    super(leaf, metadata, chunk, vector);
    this.vector = vector;
  }

  @Override
  void read(int rows) {
    beginValues();
    for (int done = 0; done < rows; ) {
      int some = Math.min(rows - done, available());
      if (some == 0) {
        throw new MalformedTable(
            "column '%s' ends before its rows".formatted(vector.column().name()));
      }
      readFromPage(done, some);
      done += some;
    }
  }

  private void readFromPage(int at, int count) {
    HybridReader levels = definitions();
    int defined = levels == null ? count : levels.readDefined(vector.nulls(), at, count);
    if (defined < count && !vector.column().nullable()) {
      throw new MalformedTable(
          "column '%s' lacks a value; expected one in every row".formatted(vector.column().name()));
    }
    readValues(at, defined, count);
    if (defined < count) {
      spread(at, count, defined);
    }
  }

  /// Moves the values, which lie together at the start, to the rows that have one.
  private void spread(int at, int count, int defined) {
    long[] words = vector.words();
    int from = at + defined;
    for (int row = at + count - 1; row >= at; row--) {
      words[row] = vector.isNull(row) ? 0 : words[--from];
    }
  }
}
