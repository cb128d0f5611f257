package roundhouse.featureengine.kernel;

/// How a value is stored. Several types share a kind: what tells them apart has no bearing on any
/// aggregate.
public enum ValueKind {
  /// Longs; instants in microseconds; booleans, true as 1.
  LONG,
  DOUBLE,
  TEXT
}
