package roundhouse.temporal.contracts;

/// A model's metrics on the frozen rows, with the bootstrap interval of its AUC: [0, 1] where the
/// rows span too few blocks of time to tell.
public record Metrics(
    double auc, double aucLow, double aucHigh, double prAuc, double logLoss, double brier) {}
