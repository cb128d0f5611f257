package roundhouse.scoring.trees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every margin and every output equals XGBoost's, bit for bit, on rows that hit thresholds and
/// extremes.
class GoldenModelsTest {
  @ParameterizedTest
  @MethodSource("roundhouse.scoring.trees.GoldenModel#files")
  void marginsAndOutputsAreTheLibrarysOwnBits(String file) {
    TreeEnsemble model = GoldenModel.model(file);
    List<float[]> rows = GoldenModel.rows(file);
    assertThat(rows).hasSizeGreaterThan(100);
    int features = model.features();
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.get(i);
      float margin = model.margin(Arrays.copyOf(row, features));
      assertThat(Float.floatToRawIntBits(margin))
          .as("margin of row %d of %s: %s and %s", i, file, margin, row[features])
          .isEqualTo(Float.floatToRawIntBits(row[features]));
      assertThat(Float.floatToRawIntBits(model.output(margin)))
          .as("output of row %d of %s: %s and %s", i, file, model.output(margin), row[features + 1])
          .isEqualTo(Float.floatToRawIntBits(row[features + 1]));
    }
  }

  @ParameterizedTest
  @MethodSource("roundhouse.scoring.trees.GoldenModel#files")
  void aRowWithinAMatrixScoresAsByItself(String file) {
    TreeEnsemble model = GoldenModel.model(file);
    int features = model.features();
    for (float[] row : GoldenModel.rows(file)) {
      float[] matrix = new float[features + 5];
      System.arraycopy(row, 0, matrix, 5, features);
      assertThat(model.margin(matrix, 5)).isEqualTo(model.margin(Arrays.copyOf(row, features)));
    }
  }

  @Test
  void theFileDescribesItself() {
    TreeEnsemble model = GoldenModel.model("logistic-early.ubj");
    TreeEnsemble.Description description = model.description();
    assertThat(description.libraryVersion()).isEqualTo("3.2.0");
    assertThat(description.featureNames())
        .containsExactly("f_0", "f_1", "f_2", "f_3", "f_4", "f_5");
    assertThat(description.categorical()).containsExactly(false, false, false, true, true, false);
    assertThat(description.bestIteration()).isPresent();
    assertThat(description.rounds())
        .isEqualTo(model.trees())
        .isGreaterThan(description.bestIteration().getAsInt());
    assertThat(model.objective()).isEqualTo(Objective.BINARY_LOGISTIC);
    assertThat(GoldenModel.model("logistic-forest.json").description().rounds()).isEqualTo(3);
    assertThat(GoldenModel.model("logistic-forest.json").trees()).isEqualTo(12);
    assertThat(GoldenModel.model("scalar-base-score.json").description().libraryVersion())
        .isEqualTo("3.0.4");
  }
}
