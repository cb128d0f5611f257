package roundhouse.activities.evaluation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.evaluation.Interval;
import roundhouse.scoring.evaluation.ModelMetrics;
import roundhouse.scoring.evaluation.Verdict;
import roundhouse.temporal.contracts.EvaluationRequest;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/// The full report of an evaluation: `evaluations/<its SHA-256>.json`. It holds what the verdict
/// rests on and nothing of when or where it was computed, so that the same request on the same
/// objects gives the same bytes.
///
/// @param format of this record; 1
/// @param champion null where the request names none
/// @param comparison null where there is nothing to compare with
record Report(
    int format,
    EvaluationRequest request,
    DatasetPart dataset,
    FrozenPart frozenRows,
    ModelPart challenger,
    @Nullable ModelPart champion,
    @Nullable ComparisonPart comparison,
    Verdict verdict) {
  static final int FORMAT = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  record DatasetPart(String datasetId, String digest, String planHash) {}

  /// @param cutOff the one that counted
  /// @param asks in the range, of which some are left out for one reason each
  record FrozenPart(
      String digest,
      int rows,
      int positive,
      Instant firstAsk,
      Instant lastAsk,
      Instant cutOff,
      long asks,
      long filteredOut,
      long unmatured,
      long unlabelled) {}

  /// @param auc interval of it; null where the rows cannot tell
  /// @param metrics null where the model cannot be scored on the rows
  /// @param unusable why it cannot be compared, or null
  record ModelPart(
      String modelId,
      @Nullable String manifestSha256,
      @Nullable Instant trainFrom,
      @Nullable Instant trainTo,
      @Nullable ModelMetrics metrics,
      @Nullable Interval auc,
      @Nullable String unusable) {}

  /// @param difference challenger − champion, turned so that higher is better
  /// @param interval of it; null where the rows cannot tell
  /// @param blocks of time that were resampled
  record ComparisonPart(
      String metric, double difference, @Nullable Interval interval, int blocks) {}

  byte[] toJson() {
    return JSON.writeValueAsBytes(this);
  }
}
