package roundhouse.featureengine.batch.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Statistics;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.parquet.Schemas.FileColumns;
import roundhouse.featureengine.batch.parquet.encoding.LittleEndian;
import roundhouse.storage.ReadableObject;

/// What the end of a Parquet file says of it, checked against the file's size.
///
/// @param groups in the file's order
record Footer(FileColumns columns, List<Group> groups) {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /// The length of the metadata and the magic, after the metadata.
  private static final int TAIL_BYTES = 8;

  /// A row group.
  ///
  /// @param firstRow its first row's number in the file
  /// @param chunks one for each leaf of the schema
  record Group(int index, long firstRow, long rows, List<ColumnMetaData> chunks) {
    /// Whether statistics say that no instant of that column, with so much added, is in the range.
    boolean isOutside(Leaf time, long plusMicros, InstantRange range) {
      ColumnMetaData chunk = chunks.get(time.index());
      if (!chunk.isSetStatistics() || time.factor() != 1) {
        return false;
      }
      Statistics statistics = chunk.getStatistics();
      byte[] least = statistics.isSetMin_value() ? statistics.getMin_value() : statistics.getMin();
      byte[] most = statistics.isSetMax_value() ? statistics.getMax_value() : statistics.getMax();
      return isLong(least)
          && isLong(most)
          && !range.touches(
              Math.addExact(LittleEndian.getLong(least, 0), plusMicros),
              Math.addExact(LittleEndian.getLong(most, 0), plusMicros));
    }

    /// Whether statistics leave it open that a row lacks a value of that column.
    boolean mayLackValues(Leaf leaf) {
      Statistics statistics = chunks.get(leaf.index()).getStatistics();
      boolean isKnown = statistics != null && statistics.isSetNull_count();
      return leaf.column().nullable() && !(isKnown && statistics.getNull_count() == 0);
    }

    private static boolean isLong(byte @Nullable [] bytes) {
      return bytes != null && bytes.length == Long.BYTES;
    }
  }

  long rows() {
    return groups.isEmpty() ? 0 : groups.getLast().firstRow() + groups.getLast().rows();
  }

  static Footer read(ReadableObject object) throws IOException {
    long size = object.size();
    if (size < MAGIC.length + TAIL_BYTES) {
      throw new MalformedTable("%d bytes are too few".formatted(size));
    }
    byte[] tail = new byte[TAIL_BYTES];
    object.readFully(size - TAIL_BYTES, tail, 0, TAIL_BYTES);
    if (!Arrays.equals(tail, Integer.BYTES, TAIL_BYTES, MAGIC, 0, MAGIC.length)) {
      throw new MalformedTable("it does not end with PAR1, or is encrypted");
    }
    int length = LittleEndian.getInt(tail, 0);
    if (length <= 0 || length > size - MAGIC.length - TAIL_BYTES) {
      throw new MalformedTable("metadata of %d bytes do not fit".formatted(length));
    }
    byte[] bytes = new byte[length];
    object.readFully(size - TAIL_BYTES - length, bytes, 0, length);
    FileMetaData metadata = new FileMetaData();
    Thrift.read(metadata, bytes, 0, length);
    return new Footer(Schemas.columns(metadata.getSchema()), groups(metadata, size));
  }

  private static List<Group> groups(FileMetaData metadata, long fileBytes) {
    long leaves = metadata.getSchema().stream().filter(element -> element.isSetType()).count();
    List<Group> groups = new ArrayList<>();
    long rows = 0;
    for (RowGroup group : metadata.getRow_groups()) {
      if (group.getNum_rows() < 0 || group.getColumnsSize() != leaves) {
        throw new MalformedTable(
            "a row group of %d rows and %d columns".formatted(group.getNum_rows(), leaves));
      }
      List<ColumnMetaData> chunks = new ArrayList<>();
      group.getColumns().forEach(chunk -> chunks.add(chunk.getMeta_data()));
      checkBounds(chunks, fileBytes);
      groups.add(new Group(groups.size(), rows, group.getNum_rows(), List.copyOf(chunks)));
      rows = Math.addExact(rows, group.getNum_rows());
    }
    return List.copyOf(groups);
  }

  private static void checkBounds(List<ColumnMetaData> chunks, long fileBytes) {
    long total = 0;
    for (ColumnMetaData chunk : chunks) {
      long start = start(chunk);
      long size = chunk.getTotal_compressed_size();
      if (start < MAGIC.length
          || size < 0
          || start > fileBytes - size
          || chunk.getTotal_uncompressed_size() < 0) {
        throw new MalformedTable("column chunk at %d lies outside the file".formatted(start));
      }
      total = Math.addExact(total, Math.max(size, chunk.getTotal_uncompressed_size()));
    }
    if (total > ParquetTable.MAX_ROW_GROUP_BYTES) {
      throw new MalformedTable(
          "a row group of %d bytes exceeds %d".formatted(total, ParquetTable.MAX_ROW_GROUP_BYTES));
    }
  }

  /// Where the first page of a chunk is. Some writers set 0 for a dictionary that is not there.
  static long start(ColumnMetaData chunk) {
    long data = chunk.getData_page_offset();
    long dictionary = chunk.getDictionary_page_offset();
    return chunk.isSetDictionary_page_offset() && dictionary > 0
        ? Math.min(dictionary, data)
        : data;
  }
}
