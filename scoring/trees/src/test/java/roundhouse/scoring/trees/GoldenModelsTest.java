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
    double[] margins = new double[model.margins()];
    double[] outputs = new double[model.outputs()];
    for (int i = 0; i < rows.size(); i++) {
      float[] row = rows.get(i);
      assertThat(row).hasSize(features + margins.length + outputs.length);
      model.margins(row, 0, margins);
      for (int m = 0; m < margins.length; m++) {
        String subject = "margin %d of row %d of %s".formatted(m, i, file);
        requireSameBits(subject, margins[m], row[features + m]);
      }
      model.outputs(margins, outputs);
      for (int o = 0; o < outputs.length; o++) {
        String subject = "output %d of row %d of %s".formatted(o, i, file);
        requireSameBits(subject, outputs[o], row[features + margins.length + o]);
      }
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
