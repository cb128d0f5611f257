package roundhouse.featureengine.language.interpreter;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import roundhouse.featureengine.language.ast.StreamSchema;

/// An event that counts.
///
/// @param visibleFrom its known-at time, raised to the latest of the events before it in its
///   partition
record Admitted(Event event, int partition, long offset, long visibleFrom) {

  /// The events that are not late, not before their time, and no copies.
  ///
  /// Every event raises the known-at time of those after it in its partition, a refused one too.
  /// Lateness judges the original time. A copy is an event whose id an admitted one of the same
  /// partition has, which became known, by raised times, no more than the lateness before it.
  static List<Admitted> of(StreamSchema stream, List<SourceEvent> events) {
    long lateness = stream.lateness().dividedBy(ChronoUnit.MICROS.getDuration());
    Map<Integer, Long> latest = new HashMap<>();
    Map<Identity, Long> seen = new HashMap<>();
    List<Admitted> admitted = new ArrayList<>();
    for (SourceEvent each : events) {
      Event event = Event.of(stream, each.row());
      long raised = latest.merge(each.partition(), event.knownAt(), Math::max);
      boolean inTime =
          event.eventTime() <= event.knownAt() && event.knownAt() - event.eventTime() <= lateness;
      Identity identity = new Identity(each.partition(), event.id());
      Long original = seen.get(identity);
      boolean isCopy = original != null && raised - original <= lateness;
      if (inTime && !isCopy) {
        seen.put(identity, raised);
        admitted.add(new Admitted(event, each.partition(), each.offset(), raised));
      }
    }
    return admitted;
  }

  private record Identity(int partition, Object id) {}
}
