package roundhouse.featureengine.stream.intake;

import org.jspecify.annotations.Nullable;

/// What an intake passes on: a record's value, and where to.
public final class Taken {
  private final Destination destination;
  private final byte @Nullable [] value;

  Taken(Destination destination, byte @Nullable [] value) {
    this.destination = destination;
    this.value = value;
  }

  public Destination destination() {
    return destination;
  }

  /// The value; of a record that is set aside as it came, perhaps none.
  public byte @Nullable [] value() {
    return value;
  }

  /// Where a record goes.
  public enum Destination {
    /// To an entity that the event is about.
    ENTITY,
    /// Aside: an event that does not count.
    REFUSED,
    /// Aside: no event.
    DEAD_LETTER
  }
}
