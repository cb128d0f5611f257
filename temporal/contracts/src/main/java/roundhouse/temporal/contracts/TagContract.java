package roundhouse.temporal.contracts;

import java.time.Duration;

/// What every model that wants a tag is judged by.
///
/// @param label column of the dataset
/// @param maturity how long after the ask the label may still change
/// @param askFilter condition on the ask's fields in the feature language's text form; empty means
///   all
/// @param primaryMetric `auc` or `log-loss`
/// @param floor what the primary metric must reach when there is no champion: at least, or for log
///   loss at most
/// @param margin smallest improvement of the primary metric that counts as better, zero or more
/// @param maxLogLossIncrease guard: how much log loss may rise over the champion's
/// @param policy how a PROMOTE verdict becomes a move
/// @param approvalTimeout how long a promotion waits for a person
public record TagContract(
    String label,
    Duration maturity,
    String askFilter,
    HoldOut holdOut,
    String primaryMetric,
    double floor,
    double margin,
    double maxLogLossIncrease,
    PromotionPolicy policy,
    Duration approvalTimeout) {}
