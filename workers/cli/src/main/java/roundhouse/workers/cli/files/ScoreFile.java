package roundhouse.workers.cli.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.scoring.decision.Precision;

/// Where scores go, a row of numbers each. What is not closed is no whole file.
sealed interface ScoreFile extends AutoCloseable {
  /// Creates a file, which must not exist, of the kind that the name says in the end.
  static ScoreFile create(Path file, Path name, List<String> columns, Precision precision)
      throws IOException {
    return ParquetData.isNamed(name)
        ? new Parquet(file, columns, precision)
        : new Csv(file, columns, precision);
  }

  void write(double[] scores);

  @Override
  void close() throws IOException;

  /// Each number as the shortest decimal that reads back as the same.
  final class Csv implements ScoreFile {
    private final CsvWriter writer;
    private final Precision precision;

    private Csv(Path file, List<String> columns, Precision precision) throws IOException {
      this.writer = CsvWriter.builder().build(file);
      this.precision = precision;
      writer.writeRecord(columns);
    }

    @Override
    public void write(double[] scores) {
      List<String> cells = new ArrayList<>(scores.length);
      for (double score : scores) {
        cells.add(precision.decimal(score));
      }
      writer.writeRecord(cells);
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  /// Columns of the model's precision.
  final class Parquet implements ScoreFile {
    private final ParquetTableWriter writer;
    private final RowBuffer row;

    private Parquet(Path file, List<String> columns, Precision precision) {
      ColumnType type =
          switch (precision) {
            case FLOAT32 -> ColumnType.FLOAT;
            case FLOAT64 -> ColumnType.DOUBLE;
          };
      this.writer =
          ParquetTableWriter.create(
              file, columns.stream().map(name -> Column.required(name, type)).toList());
      this.row = writer.newRow();
    }

    @Override
    public void write(double[] scores) {
      for (int i = 0; i < scores.length; i++) {
        row.putDouble(i, scores[i]);
      }
      writer.write(row);
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
