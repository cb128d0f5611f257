package roundhouse.scoring.trees;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A score costs no garbage.
class ScoringAllocationTest {
  private static final int SCORES = 100_000;

  @Test
  void scoringAllocatesNothing() {
    TreeEnsemble model = GoldenModel.model("logistic-sets.ubj");
    List<float[]> rows =
        GoldenModel.rows("logistic-sets.ubj").stream()
            .map(row -> Arrays.copyOf(row, model.features()))
            .toList();
    float[][] matrix = rows.toArray(float[][]::new);
    float sink = score(model, matrix, SCORES);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    sink += score(model, matrix, SCORES);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(sink).isNotNaN();
    // The measurement itself allocates a little; one byte a score would be 100,000.
    assertThat(bytes).as("bytes for %d scores", SCORES).isLessThan(SCORES / 10);
  }

  private static float score(TreeEnsemble model, float[][] rows, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += model.output(model.margin(rows[i % rows.length]));
    }
    return sum;
  }
}
