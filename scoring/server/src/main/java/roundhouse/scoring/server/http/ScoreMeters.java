package roundhouse.scoring.server.http;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import roundhouse.scoring.decision.InputSchema;

/// What is counted of scores, by tag: rows, how long requests took, how probabilities are
/// distributed, and how often each input was missing. A drift of the data or the model shows in the
/// last two.
final class ScoreMeters {
  private static final double[] PROBABILITIES = {
    0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99
  };

  private static final Duration[] LATENCIES = {
    Duration.ofNanos(250_000),
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(100),
    Duration.ofSeconds(1)
  };

  private final MeterRegistry meters;

  ScoreMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /// Counts a request that was scored.
  ///
  /// @param startNanos when the request came, by `System.nanoTime`
  void request(String tag, int rows, long startNanos) {
    meters.counter("roundhouse.scorer.rows", "tag", tag).increment(rows);
    Timer.builder("roundhouse.scorer.latency")
        .description("Of requests that were scored, from their route on")
        .tag("tag", tag)
        .serviceLevelObjectives(LATENCIES)
        .register(meters)
        .record(Duration.ofNanos(System.nanoTime() - startNanos));
  }

  /// Counts what the rows were missing, and how their probabilities are distributed.
  ///
  /// @param matrix encoded rows; what is NaN was missing
  void scored(String tag, float[] matrix, ScoredRows scored) {
    InputSchema schema = scored.model().schema();
    for (int i = 0; i < matrix.length; i++) {
      if (Float.isNaN(matrix[i])) {
        String input = schema.inputs().get(i % schema.size()).name();
        meters.counter("roundhouse.scorer.missing", "tag", tag, "input", input).increment();
      }
    }
    if (scored.model().givesProbability()) {
      DistributionSummary distribution =
          DistributionSummary.builder("roundhouse.scorer.probability")
              .tag("tag", tag)
              .serviceLevelObjectives(PROBABILITIES)
              .register(meters);
      for (double output : scored.outputs()) {
        distribution.record(output);
      }
    }
  }
}
