package roundhouse.featureengine.kernel;

/// What became of an event that was offered.
public enum Admission {
  /// It counts from now on.
  ACCEPTED,
  /// An event of the same id came at a lower position and wins.
  DUPLICATE,
  /// Refused: it became known later after it happened than its stream's bound.
  LATE,
  /// Refused: it was known before it happened.
  BEFORE_ITS_TIME;

  /// Judges the times of one event by its stream's bound, all in microseconds. Every backend must
  /// refuse the same events, or their values would differ.
  public static Admission ofTimes(long eventTime, long knownAt, long lateness) {
    if (eventTime > knownAt) {
      return BEFORE_ITS_TIME;
    }
    // The difference is never negative here; as unsigned it is right even where it overflows.
    return Long.compareUnsigned(knownAt - eventTime, lateness) > 0 ? LATE : ACCEPTED;
  }
}
