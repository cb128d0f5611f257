package roundhouse.featureengine.language;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The latest event of another stream about the ask's entity: an as-of join.
///
/// ```java
/// var weather = WEATHER.where(Weather::origin).equalTo(Flight::origin).latest().within(hours(3));
/// weather.value(Weather::visibility)
/// ```
///
/// All of its values are of one event, the last by (event time, id) among those that the ask may
/// see; without one they are null.
public final class LatestEvent<A, E extends Record> {
  private final EntityEvents<A, E> events;
  private final @Nullable Duration length;

  private LatestEvent(EntityEvents<A, E> events, @Nullable Duration length) {
    this.events = events;
    this.length = length;
  }

  /// A field of the event.
  public <T extends @Nullable Object> Value<A, T> value(FieldReference<E, T> field) {
    return windowed(events.last(field));
  }

  /// A value computed from the event.
  public <T extends @Nullable Object> Value<A, T> value(Value<E, T> value) {
    return windowed(events.last(value));
  }

  /// Whether there is one.
  public Value<A, Boolean> exists() {
    return windowed(events.count()).greaterThan(0L);
  }

  private <T extends @Nullable Object> Value<A, T> windowed(EntityEvents.Windowed<A, T> value) {
    return length == null ? value.ever() : value.within(length);
  }

  /// The latest event that still lacks how old it may be.
  public static final class Unbounded<A, E extends Record> {
    private final EntityEvents<A, E> events;

    Unbounded(EntityEvents<A, E> events) {
      this.events = events;
    }

    /// Not older than that at the ask's event time.
    public LatestEvent<A, E> within(Duration length) {
      return new LatestEvent<>(events, length);
    }

    /// However old.
    public LatestEvent<A, E> ever() {
      return new LatestEvent<>(events, null);
    }
  }
}
