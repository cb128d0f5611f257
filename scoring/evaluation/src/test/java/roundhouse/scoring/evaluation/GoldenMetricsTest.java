package roundhouse.scoring.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import roundhouse.scoring.evaluation.ModelMetrics.ThresholdPoint;
import roundhouse.scoring.evaluation.PairedBootstrap.Intervals;

/// The numbers of scikit-learn and numpy on the rows of `rows.csv`; `golden.py` beside them writes
/// both.
class GoldenMetricsTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  private final List<String[]> table =
      new String(resource("rows.csv"), UTF_8).lines().map(line -> line.split(",", -1)).toList();
  private final FrozenRows rows = rows();
  private final Scores challenger = scores(3);
  private final Scores champion = scores(4);
  private final Properties golden = golden();

  @Test
  void metricsEqualScikitLearns() {
    requireEqual("challenger", ModelMetrics.of(rows, challenger));
    requireEqual("champion", ModelMetrics.of(rows, champion));
  }

  @Test
  void intervalsEqualThoseOfWeightedScikitLearnMetrics() {
    PairedBootstrap bootstrap = new PairedBootstrap(42, 200, Duration.ofDays(1), 0.9);

    Intervals byAuc = bootstrap.resample(rows, challenger, champion, PrimaryMetric.AUC);
    Intervals byLoss = bootstrap.resample(rows, challenger, champion, PrimaryMetric.LOG_LOSS);

    assertThat(byAuc.blocks()).isEqualTo(12);
    requireEqual("challengerAuc", byAuc.challengerAuc().orElseThrow());
    requireEqual("championAuc", byAuc.championAuc().orElseThrow());
    requireEqual("aucDifference", byAuc.difference().orElseThrow());
    requireEqual("lossDifference", byLoss.difference().orElseThrow());
  }

  private void requireEqual(String model, ModelMetrics metrics) {
    assertThat(metrics.auc()).isCloseTo(number(model + ".auc"), ROUNDING);
    assertThat(metrics.prAuc()).isCloseTo(number(model + ".prAuc"), ROUNDING);
    assertThat(metrics.logLoss()).isCloseTo(number(model + ".logLoss"), ROUNDING);
    assertThat(metrics.brier()).isCloseTo(number(model + ".brier"), ROUNDING);
    for (double threshold : new double[] {0.25, 0.5}) {
      ThresholdPoint point =
          metrics.thresholds().stream()
              .filter(candidate -> candidate.threshold() == threshold)
              .findFirst()
              .orElseThrow();
      assertThat(point.precision()).isCloseTo(number(model + ".precision." + threshold), ROUNDING);
      assertThat(point.recall()).isCloseTo(number(model + ".recall." + threshold), ROUNDING);
    }
  }

  private void requireEqual(String name, Interval interval) {
    assertThat(interval.low()).isCloseTo(number(name + ".low"), ROUNDING);
    assertThat(interval.high()).isCloseTo(number(name + ".high"), ROUNDING);
  }

  private double number(String key) {
    return Double.parseDouble(Objects.requireNonNull(golden.getProperty(key), key));
  }

  private FrozenRows rows() {
    String[] ids = new String[table.size()];
    boolean[] labels = new boolean[table.size()];
    Instant[] times = new Instant[table.size()];
    for (int row = 0; row < ids.length; row++) {
      String[] cells = table.get(row);
      ids[row] = cells[0];
      labels[row] = cells[1].equals("1");
      times[row] = Cases.START.plus(Duration.ofDays(Long.parseLong(cells[2])));
    }
    return FrozenRows.of(ids, labels, times);
  }

  private Scores scores(int column) {
    return Scores.of(
        table.stream().mapToDouble(cells -> Double.parseDouble(cells[column])).toArray());
  }

  private static Properties golden() {
    Properties properties = new Properties();
    try (InputStream in = GoldenMetricsTest.class.getResourceAsStream("golden.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return properties;
  }

  private static byte[] resource(String name) {
    try (InputStream in = GoldenMetricsTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
