package roundhouse.temporal.contracts;

import org.jspecify.annotations.Nullable;

/// An immutable evaluation: its object, and what a decision needs of it.
///
/// @param location key of the full report in the object store
/// @param sha256 digest of that report, lower-case hex: what an approval is bound to
/// @param frozenRows digest of (ask id, label, weight) of the rows judged on, lower-case hex
/// @param championMetrics null where there was no champion or it could not be scored
/// @param differenceLow lower end of the interval of (challenger − champion) in the primary metric,
///   higher is better
/// @param differenceHigh upper end of it; both null without a champion
public record EvaluationSummary(
    String location,
    String sha256,
    String modelId,
    @Nullable String championId,
    String frozenRows,
    long rows,
    long positive,
    Metrics metrics,
    @Nullable Metrics championMetrics,
    @Nullable Double differenceLow,
    @Nullable Double differenceHigh,
    Verdict verdict) {}
