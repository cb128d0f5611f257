package roundhouse.featureengine.language.program;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.KeyedHistories;
import roundhouse.featureengine.kernel.Registers;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.SeenIds;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.Expression.Literal;
import roundhouse.featureengine.language.ast.StreamSchema;

/// Takes in the events of one stream: refuses what is late or a copy, computes what is read of an
/// event once, and passes it to every history whose filter it passes.
final class EventIntake {
  private static final int NO_FILTER = -1;

  private final int eventTime;
  private final int knownAt;
  private final long lateness;
  private final int id;
  private final @Nullable SeenIds seenIds;
  private final Step[] steps;
  private final Registers registers;
  private final int[] filters;
  private final KeyedHistories[] histories;

  private EventIntake(
      StreamSchema stream,
      Lowering events,
      @Nullable SeenIds seenIds,
      int[] filters,
      KeyedHistories[] histories) {
    eventTime = stream.indexOf(stream.eventTime());
    knownAt = stream.indexOf(stream.knownAt());
    lateness = Micros.of(stream.lateness());
    id = events.register(new Field(stream.id()));
    steps = events.cut();
    registers = events.newRegisters();
    this.seenIds = seenIds;
    this.filters = filters;
    this.histories = histories;
  }

  long knownAt(Row event) {
    return event.longAt(knownAt);
  }

  Admission apply(Row event) {
    long now = event.longAt(knownAt);
    long time = event.longAt(eventTime);
    Admission admission = Admission.ofTimes(time, now, lateness);
    if (admission != Admission.ACCEPTED) {
      return admission;
    }
    for (Step step : steps) {
      step.run(event, registers);
    }
    if (seenIds != null && !seenIds.isFirst(registers, id, now)) {
      return Admission.DUPLICATE;
    }
    for (int i = 0; i < histories.length; i++) {
      if (passes(filters[i])) {
        histories[i].apply(registers, now);
      }
    }
    return Admission.ACCEPTED;
  }

  private boolean passes(int filter) {
    return filter == NO_FILTER || (!registers.isNull(filter) && registers.booleanAt(filter));
  }

  /// Gathers the histories of a stream.
  static final class Builder {
    private final StreamSchema stream;
    private final Lowering events;
    private final boolean isUnique;
    private final List<Integer> filters = new ArrayList<>();
    private final List<KeyedHistories> histories = new ArrayList<>();

    Builder(StreamSchema stream, Lowering events, boolean isUnique) {
      this.stream = stream;
      this.events = events;
      this.isUnique = isUnique;
    }

    void add(Expression filter, KeyedHistories keyed) {
      filters.add(filter.equals(Literal.of(true)) ? NO_FILTER : events.register(filter));
      histories.add(keyed);
    }

    EventIntake build() {
      SeenIds seenIds =
          isUnique
              ? null
              : new SeenIds(events.kind(new Field(stream.id())), Micros.of(stream.lateness()));
      return new EventIntake(
          stream,
          events,
          seenIds,
          filters.stream().mapToInt(Integer::intValue).toArray(),
          histories.toArray(KeyedHistories[]::new));
    }
  }
}
