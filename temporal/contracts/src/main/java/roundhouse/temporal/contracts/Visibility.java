package roundhouse.temporal.contracts;

/// Which events a dataset's values are of.
public enum Visibility {
  /// Those that were known before each ask.
  AS_KNOWN,

  /// Those that had been applied when each ask was answered: a row for each answer, with its
  /// features as they were served.
  AS_SERVED
}
