package roundhouse.featureengine.language;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Window;

/// An aggregate over an exact window, which may be made a coarser one.
public final class WindowedValue<A, T extends @Nullable Object> extends Value<A, T> {
  private final EventStream<?> stream;
  private final Aggregation aggregation;
  private final Duration length;

  WindowedValue(EventStream<?> stream, Aggregation aggregation, Duration length) {
    super(aggregation, Collections.unmodifiableSequencedSet(new LinkedHashSet<>(List.of(stream))));
    this.stream = stream;
    this.aggregation = aggregation;
    this.length = length;
  }

  /// Over whole steps of time instead, the one that the ask lies in and those before it, as many as
  /// the length has: `within(days(90)).inStepsOf(hours(1))`. State is then bounded by the number of
  /// steps instead of by that of events.
  ///
  /// @param step divides the length
  public Value<A, T> inStepsOf(Duration step) {
    Window steps = new Window.Stepped(length, step);
    return Value.ofStream(
        new Aggregation(aggregation.history(), aggregation.aggregate(), steps), stream);
  }
}
