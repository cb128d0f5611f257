package roundhouse.featureengine.kernel;

/// What is made of the events in a window. Nulls are left out, except by FIRST, LAST and LATEST,
/// whose result is the value of one event. COUNT and DISTINCT of nothing are 0, all else is null.
public enum AggregateKind {
  /// Events, whatever their values.
  COUNT,
  /// The exact sum: of doubles rounded once, of longs null where it does not fit.
  SUM,
  /// The exact sum rounded once to a double, over how many values are not null.
  MEAN,
  MIN,
  MAX,
  /// The value of the event that is first by (time, id).
  FIRST,
  /// The value of the event that is last by (time, id).
  LAST,
  /// How many different values; −0.0 and 0.0 are one, NaN is one.
  DISTINCT,
  /// How many trues over how many that are not null.
  SHARE,
  /// Minutes from the last event's time to the ask's.
  MINUTES_SINCE_LAST,
  /// The value of the event that is last by (another time, id) than that of the window.
  LATEST
}
