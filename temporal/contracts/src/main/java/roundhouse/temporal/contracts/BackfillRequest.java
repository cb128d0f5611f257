package roundhouse.temporal.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A dataset wanted: one row for each ask of the source in [from, to).
///
/// @param featureSet name and version, `late-arrival@1`
/// @param source name of an imported event source, `flights`
/// @param from first ask time included, or null for the source's first
/// @param to first ask time excluded, or null for the source's end
/// @param completeThrough the source must be complete through this instant, or the backfill fails
///   as [FailureTypes#DATA_LATE]; null asks for nothing beyond the range. The dataset does not
///   depend on it: one dataset serves several cut-offs
public record BackfillRequest(
    String featureSet,
    String source,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Instant completeThrough) {
  /// A request that asks for nothing beyond its range.
  public BackfillRequest(
      String featureSet, String source, @Nullable Instant from, @Nullable Instant to) {
    this(featureSet, source, from, to, null);
  }
}
