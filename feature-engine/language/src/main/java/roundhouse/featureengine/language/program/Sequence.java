package roundhouse.featureengine.language.program;

/// The order in which events must come.
final class Sequence {
  private Sequence() {}

  /// The later of two instants in microseconds, provided that they come in order.
  static long next(long latestKnownAt, long knownAt) {
    if (knownAt < latestKnownAt) {
      throw new IllegalStateException(
          "Event known at %d µs: one known at %d µs was applied before; apply events in the order of knownAt"
              .formatted(knownAt, latestKnownAt));
    }
    return knownAt;
  }
}
