package roundhouse.featureengine.kernel;

/// How a value is held at run time. Several types share a kind: what tells them apart has no
/// bearing on any aggregate.
public enum ValueKind {
  /// Longs; instants in microseconds; booleans, true as 1; decimals, unscaled.
  LONG,
  DOUBLE,
  /// Strings and enums; in words a number of a [ValuePool].
  TEXT,
  /// A [ListValue]; in words a number of a [ValuePool].
  LIST;

  /// Whether a word of this kind means nothing without its [ValuePool].
  public boolean isPooled() {
    return this == TEXT || this == LIST;
  }
}
