package roundhouse.featureengine.batch.engine;

import static roundhouse.featureengine.batch.parquet.ColumnType.BOOLEAN;

import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.batch.dataset.RowsDigest;
import roundhouse.featureengine.batch.parquet.EncodedRowGroup;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBatch;

/// The file of one output, with what its rows tell: filled by one thread at a time, in the order of
/// the rows.
final class TableWriter implements AutoCloseable {
  private final EngineOutput output;
  private final ParquetTableWriter writer;
  private final RowsDigest digest;
  private final int labels;
  private final long[] labelled;
  private final long[] positive;
  private long firstAsk = Long.MAX_VALUE;
  private long lastAsk = Long.MIN_VALUE;

  TableWriter(EngineOutput output) {
    this.output = output;
    writer = ParquetTableWriter.create(output.file(), output.columns(), output.codec());
    digest = new RowsDigest(output.columns());
    labels = output.program().plan().labels().size();
    labelled = new long[labels];
    positive = new long[labels];
  }

  void write(RowBatch rows, EncodedRowGroup encoded) {
    if (output.digest() == EngineOutput.Digest.OF_ALL_ROWS) {
      for (int row = 0; row < rows.size(); row++) {
        digest.add(rows.moveTo(row));
      }
    }
    countLabels(rows);
    noteTimes(rows);
    writer.write(encoded);
  }

  private void countLabels(RowBatch rows) {
    for (int label = 0; label < labels; label++) {
      var column = rows.vector(output.firstLabel() + label);
      for (int row = 0; row < rows.size(); row++) {
        if (!column.isNull(row)) {
          labelled[label]++;
          positive[label] += isTrue(label, column.words()[row]) ? 1 : 0;
        }
      }
    }
  }

  private boolean isTrue(int label, long word) {
    return word != 0 && output.columns().get(output.firstLabel() + label).type() == BOOLEAN;
  }

  private void noteTimes(RowBatch rows) {
    output
        .timeColumn()
        .ifPresent(
            column -> {
              long[] times = rows.vector(column).words();
              for (int row = 0; row < rows.size(); row++) {
                firstAsk = Math.min(firstAsk, times[row]);
                lastAsk = Math.max(lastAsk, times[row]);
              }
            });
  }

  /// What was written; ends the digest.
  EngineResult result(long refused, long spilledBytes) {
    List<EngineResult.LabelCount> counts = new ArrayList<>();
    for (int label = 0; label < labels; label++) {
      counts.add(new EngineResult.LabelCount(labelled[label], positive[label]));
    }
    String hex = output.digest() == EngineOutput.Digest.OF_ALL_ROWS ? digest.hex() : "";
    return new EngineResult(
        writer.rowCount(), hex, firstAsk, lastAsk, counts, refused, spilledBytes);
  }

  @Override
  public void close() {
    writer.close();
  }
}
