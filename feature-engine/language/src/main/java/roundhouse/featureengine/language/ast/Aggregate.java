package roundhouse.featureengine.language.ast;

/// What is made of the events in a window. No result depends on the order in which events were
/// applied.
///
/// Nulls are left out as in SQL, except by [First] and [Last], whose result is the value of one
/// event. An empty window gives 0 for [Count] and [Distinct] and null for all else.
public sealed interface Aggregate {

  /// How many events, whatever their values: a long, never null.
  record Count() implements Aggregate {}

  /// Doubles: the exact sum, rounded once to the nearest double; a zero sum is +0.0; NaN if any
  /// value is, or if both infinities are there. Longs: the exact sum, null where it does not fit 64
  /// bits. Null without a non-null value.
  record Sum(Expression value) implements Aggregate {}

  /// The exact sum rounded once to a double, divided by how many values are not null; a double.
  record Mean(Expression value) implements Aggregate {}

  /// The least value in the total order: −0.0 before 0.0, NaN last, `false` before `true`, text by
  /// UTF-8 bytes.
  record Min(Expression value) implements Aggregate {}

  /// The greatest value in the same order as [Min].
  record Max(Expression value) implements Aggregate {}

  /// The value of the first event by (eventTime, event id), null included.
  record First(Expression value) implements Aggregate {}

  /// The value of the last event by (eventTime, event id), null included.
  record Last(Expression value) implements Aggregate {}

  /// How many different values, exactly: a long, never null. −0.0 and 0.0 are one value, NaN is
  /// one.
  record Distinct(Expression value) implements Aggregate {}

  /// How often the condition is true among the events where it is true or false; a double.
  record Share(Expression condition) implements Aggregate {}

  /// Minutes from the latest event time in the window to the ask's event time; a double.
  record MinutesSinceLast() implements Aggregate {}
}
