package roundhouse.scoring.trees;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;

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
    double[] margins = new double[1];
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.get(i);
      model.margins(row, 0, margins);
      requireSameBits("margin of row %d of %s".formatted(i, file), margins[0], row[features]);
      model.outputs(margins, margins);
      requireSameBits("output of row %d of %s".formatted(i, file), margins[0], row[features + 1]);
    }
  }

  private static void requireSameBits(String subject, double ours, float theirs) {
    assertThat(Float.floatToRawIntBits((float) ours))
        .as("%s: %s and %s", subject, ours, theirs)
        .isEqualTo(Float.floatToRawIntBits(theirs));
  }

  @Test
  void theFileDescribesItself() {
    TreeEnsemble model = GoldenModel.model("logistic-early.ubj");
    TreeEnsemble.Description description = model.description();
    assertThat(description.library()).isEqualTo("xgboost 3.2.0");
    assertThat(description.featureNames())
        .containsExactly("f_0", "f_1", "f_2", "f_3", "f_4", "f_5");
    assertThat(description.categorical()).containsExactly(false, false, false, true, true, false);
    assertThat(description.bestIteration()).isPresent();
    assertThat(description.rounds())
        .isEqualTo(model.nodes().trees())
        .isGreaterThan(description.bestIteration().getAsInt());
    assertThat(description.objective()).isEqualTo("binary:logistic");
    assertThat(GoldenModel.model("logistic-forest.json").description().rounds()).isEqualTo(3);
    assertThat(GoldenModel.model("logistic-forest.json").nodes().trees()).isEqualTo(12);
    assertThat(GoldenModel.model("scalar-base-score.json").description().library())
        .isEqualTo("xgboost 3.0.4");
  }
}
