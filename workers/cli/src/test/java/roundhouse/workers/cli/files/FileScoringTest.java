package roundhouse.workers.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.workers.cli.platform.RefusedException;

/// What comes out for a file of rows is what XGBoost gave for them, bit for bit.
class FileScoringTest {
  /// Models and rows that XGBoost itself wrote; `make_golden.py` beside them.
  private static final Path GOLDEN =
      Path.of("../../scoring/trees/src/test/resources/roundhouse/scoring/trees/golden");

  private static final String HEADER = "id,f_5,f_4,f_3,f_2,f_1,f_0";

  @TempDir Path folder;

  @Test
  void marginsAndOutputsAreTheLibrarysOwn() throws IOException {
    List<float[]> rows = goldenRows();
    Path data = write(lines(rows));
    FileScoring.Done done = score(data);
    assertThat(done.rows()).isEqualTo(rows.size()).isGreaterThan(100);
    assertThat(done.model()).isEqualTo("xgboost 3.2.0, binary:logistic");
    assertThat(done.passedOver()).containsExactly("id");
    List<String> scores = Files.readAllLines(out());
    assertThat(scores.getFirst()).isEqualTo("margin_0,output_0");
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.get(i);
      assertThat(scores.get(i + 1)).isEqualTo(row[6] + "," + row[7]);
    }
  }

  @Test
  void parquetGivesWhatCsvGives() throws IOException {
    List<float[]> rows = goldenRows();
    Path data = folder.resolve("rows.parquet");
    List<Column> columns = new ArrayList<>(List.of(Column.required("id", ColumnType.TEXT)));
    for (int feature = 5; feature >= 0; feature--) {
      columns.add(
          Column.optional("f_" + feature, feature == 3 ? ColumnType.DOUBLE : ColumnType.FLOAT));
    }
    try (ParquetTableWriter writer = ParquetTableWriter.create(data, columns)) {
      RowBuffer buffer = writer.newRow();
      for (float[] row : rows) {
        buffer.putString(0, "seven");
        for (int feature = 5; feature >= 0; feature--) {
          if (Float.isNaN(row[feature]) && feature % 2 == 0) {
            buffer.putNull(6 - feature);
          } else {
            buffer.putDouble(6 - feature, row[feature]);
          }
        }
        writer.write(buffer);
      }
    }
    Path scores = folder.resolve("scores.parquet");
    FileScoring.Done done =
        FileScoring.score(
            GOLDEN.resolve("logistic-sets.ubj"), data, scores, FileScoring.Answer.SCORES);
    assertThat(done.rows()).isEqualTo(rows.size());
    try (ObjectStore store = ObjectStores.onDisk(folder)) {
      ParquetTable table = ParquetTable.open(store, ObjectKey.of("scores.parquet"));
      assertThat(table.columns())
          .containsExactly(
              Column.required("margin_0", ColumnType.FLOAT),
              Column.required("output_0", ColumnType.FLOAT));
      try (Rows found = table.read(List.of("margin_0", "output_0"))) {
        for (float[] row : rows) {
          assertThat(found.next()).isTrue();
          assertThat(found.doubleAt(0)).isEqualTo(row[6]);
          assertThat(found.doubleAt(1)).isEqualTo(row[7]);
        }
        assertThat(found.next()).isFalse();
      }
    }
  }

  @Test
  void contributionsAndBiasAddUpToTheMargin() throws IOException {
    Path data = write(lines(goldenRows().subList(0, 20)));
    FileScoring.Done done =
        FileScoring.score(
            GOLDEN.resolve("logistic-sets.ubj"),
            data,
            out(),
            FileScoring.Answer.SCORES_AND_CONTRIBUTIONS);
    assertThat(done.rows()).isEqualTo(20);
    List<String> scores = Files.readAllLines(out());
    assertThat(scores.getFirst())
        .isEqualTo(
            "margin_0,output_0,contribution_0_f_0,contribution_0_f_1,contribution_0_f_2,contribution_0_f_3,contribution_0_f_4,contribution_0_f_5,bias_0");
    for (String line : scores.subList(1, scores.size())) {
      double[] numbers =
          Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
      assertThat(Arrays.stream(numbers).skip(2).sum()).isCloseTo(numbers[0], within(1e-5));
    }
  }

  @Test
  void whatIsNoParquetOrHasNoSuchColumnsIsRefused() throws IOException {
    Path data = Files.writeString(folder.resolve("rows.parquet"), "f_0,f_1");
    assertThatThrownBy(() -> score(data))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("a flat Parquet file of numbers");
    Path none = folder.resolve("none.parquet");
    assertThatThrownBy(() -> score(none))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("a file that can be read");
    Path texts = folder.resolve("texts.parquet");
    try (ParquetTableWriter writer =
        ParquetTableWriter.create(texts, List.of(Column.required("f_0", ColumnType.TEXT)))) {
      assertThat(writer.rowCount()).isZero();
    }
    assertThatThrownBy(() -> score(texts))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("no column f_0, f_1");
  }

  @Test
  void whatCannotBeScoredIsRefusedWithItsPlace() throws IOException {
    String row = "1,0,2,1,0.5,0.5,";
    refused(
        List.of(HEADER, row + "one"), "'one' in column 'f_0' of line 2", "a number, or nothing");
    refused(List.of(HEADER, row + "-inf"), "'-inf' in column 'f_0' of line 2", "xgboost 3.2.0");
    refused(List.of(HEADER, row + "1e39"), "'1e39' in column 'f_0' of line 2", "xgboost 3.2.0");
    refused(List.of(HEADER, row + "0,7"), "line 2 with 8 cells", "as many as the header's 7");
    refused(
        List.of("f_0,f_1"), "no column f_2, f_3, f_4, f_5", "a column for each of the model's 6");
    refused(List.of(HEADER + ",f_0"), "f_0", "each feature once");
    refused(List.of(), "", "a header");
  }

  @Test
  void aRefusalLeavesTheFormerScores() throws IOException {
    Files.writeString(out(), "former");
    refused(
        List.of(HEADER, "1,0,2,1,0.5,0.5,0", "2,x,2,1,0.5,0.5,0"),
        "'x' in column 'f_5' of line 3",
        "");
    assertThat(out()).hasContent("former");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("rows.csv", "scores.csv");
    }
  }

  @Test
  void aFileThatIsNoModelIsRefused() throws IOException {
    Path model = Files.writeString(folder.resolve("model.json"), "{}");
    Path data = write(List.of(HEADER));
    assertThatThrownBy(() -> FileScoring.score(model, data, out(), FileScoring.Answer.SCORES))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("learner: is missing");
    Path none = folder.resolve("none.csv");
    assertThatThrownBy(() -> score(none))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("a file that can be read");
  }

  private void refused(List<String> lines, String value, String expectation) throws IOException {
    Path data = write(lines);
    assertThatThrownBy(() -> score(data))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(value)
        .hasMessageContaining(expectation);
  }

  private FileScoring.Done score(Path data) {
    return FileScoring.score(
        GOLDEN.resolve("logistic-sets.ubj"), data, out(), FileScoring.Answer.SCORES);
  }

  private Path out() {
    return folder.resolve("scores.csv");
  }

  private Path write(List<String> lines) throws IOException {
    return Files.write(folder.resolve("rows.csv"), lines);
  }

  private static List<String> lines(List<float[]> rows) {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (float[] row : rows) {
      StringJoiner line = new StringJoiner(",").add("7");
      for (int feature = 5; feature >= 0; feature--) {
        line.add(Float.isNaN(row[feature]) ? "" : Float.toString(row[feature]));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static List<float[]> goldenRows() throws IOException {
    return Files.readAllLines(GOLDEN.resolve("logistic-sets.rows")).stream()
        .skip(1)
        .map(FileScoringTest::floats)
        .toList();
  }

  private static float[] floats(String line) {
    List<String> words = Arrays.asList(line.split(" ", -1));
    float[] values = new float[words.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(words.get(i), 16));
    }
    return values;
  }
}
