package roundhouse.featureengine.spark;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import roundhouse.featureengine.batch.DatasetLayout;
import roundhouse.featureengine.batch.PartitionEngine.Computed;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.PartitionRange;
import roundhouse.featureengine.batch.WrittenPartition.LabelCount;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.RowsDigest;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.plan.Plan;

/// Writes the rows of a partition, in order, to its file, and sums up what they say.
final class PartitionFile {
  private static final int ROWS_BETWEEN_REPORTS = 1 << 14;

  private final Plan plan;
  private final List<Column> columns;
  private final RowsDigest digest;
  private final long[] labelled;
  private final long[] positive;
  private long rows;
  private long firstAsk;
  private long lastAsk;

  private PartitionFile(Plan plan, PartitionRange partition) {
    this.plan = plan;
    columns = columns(plan);
    digest = new RowsDigest(columns);
    labelled = new long[plan.labels().size()];
    positive = new long[plan.labels().size()];
    firstAsk = Micros.nearest(partition.from());
    lastAsk = firstAsk;
  }

  /// The columns of a plan's dataset.
  static List<Column> columns(Plan plan) {
    return DatasetLayout.of(plan).stream().map(DatasetColumn::column).toList();
  }

  /// @param rows as [RowCodec] writes them, in the dataset's order
  /// @param refused how many events and asks of the partition broke their bounds on time
  /// @param file does not exist yet
  static Computed write(
      Plan plan,
      PartitionRange partition,
      Iterator<byte[]> rows,
      long refused,
      PartitionListener listener,
      Path file) {
    PartitionFile written = new PartitionFile(plan, partition);
    written.writeAll(rows, listener, file);
    return written.computed(refused);
  }

  private void writeAll(Iterator<byte[]> encoded, PartitionListener listener, Path file) {
    RowCodec codec = new RowCodec(columns);
    try (ParquetTableWriter writer = ParquetTableWriter.create(file, columns)) {
      RowBuffer row = writer.newRow();
      while (encoded.hasNext()) {
        codec.read(new ByteReader(encoded.next()), row);
        digest.add(row);
        writer.write(row);
        count(row);
        if (rows % ROWS_BETWEEN_REPORTS == 0) {
          listener.advanced(1, rows);
        }
      }
    }
  }

  private void count(RowBuffer row) {
    lastAsk = row.longAt(DatasetLayout.ASK_TIME_COLUMN);
    firstAsk = rows == 0 ? lastAsk : firstAsk;
    rows++;
    int firstLabel = columns.size() - labelled.length;
    for (int label = 0; label < labelled.length; label++) {
      if (!row.isNull(firstLabel + label)) {
        labelled[label]++;
        positive[label] += Boolean.TRUE.equals(row.valueAt(firstLabel + label)) ? 1 : 0;
      }
    }
  }

  private Computed computed(long refused) {
    List<LabelCount> labels =
        IntStream.range(0, labelled.length)
            .mapToObj(i -> new LabelCount(plan.labels().get(i).name(), labelled[i], positive[i]))
            .toList();
    return new Computed(
        rows, digest.hex(), Micros.instant(firstAsk), Micros.instant(lastAsk), labels, refused);
  }
}
