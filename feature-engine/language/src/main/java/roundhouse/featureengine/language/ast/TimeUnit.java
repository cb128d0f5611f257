package roundhouse.featureengine.language.ast;

/// A unit that lengths of time are told in.
public enum TimeUnit {
  SECONDS(1_000_000L),
  MINUTES(60_000_000L),
  HOURS(3_600_000_000L),
  /// Of 24 hours.
  DAYS(86_400_000_000L);

  private final long micros;

  TimeUnit(long micros) {
    this.micros = micros;
  }

  /// How many microseconds it has.
  public long micros() {
    return micros;
  }
}
