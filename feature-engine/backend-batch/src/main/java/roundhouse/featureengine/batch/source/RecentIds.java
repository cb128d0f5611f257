package roundhouse.featureengine.batch.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import roundhouse.featureengine.kernel.Micros;

/// Ids of the events that became known within a stream's lateness bound before the last one. Two
/// copies of an event that are both admissible lie within it: both became known after it happened
/// and at most the bound later. Memory: the events of that time.
public final class RecentIds {
  private final long latenessMicros;
  private final Set<Object> ids = new HashSet<>();
  private final Queue<Seen> seen = new ArrayDeque<>();

  public RecentIds(Duration lateness) {
    latenessMicros = Micros.of(lateness);
  }

  /// Whether the id is new among the recent ones. Times never decrease from call to call.
  public boolean add(Object id, long knownAt) {
    for (Seen oldest = seen.peek();
        oldest != null && oldest.knownAt < knownAt - latenessMicros;
        oldest = seen.peek()) {
      ids.remove(oldest.id);
      seen.remove();
    }
    if (!ids.add(id)) {
      return false;
    }
    seen.add(new Seen(id, knownAt));
    return true;
  }

  private record Seen(Object id, long knownAt) {}
}
