package roundhouse.temporal.runtime;

import io.temporal.common.VersioningBehavior;
import java.util.List;

/// What a capability's worker runs.
///
/// @param name `features`
/// @param taskQueue the one queue it works on
/// @param versioning what a running workflow does when a newer worker is deployed: PINNED ends on
///   the code that it began with, AUTO_UPGRADE goes on with the newer, so its code must replay
///   older histories. In effect only for workers with a [WorkerVersion], because the server refuses
///   versioned workflows from others
/// @param workflows implementation classes
/// @param activities implementations
/// @param concurrentActivities how many activities one worker runs at a time, 1 or more
public record Capability(
    String name,
    String taskQueue,
    VersioningBehavior versioning,
    List<Class<?>> workflows,
    List<Object> activities,
    int concurrentActivities) {
  public Capability {
    workflows = List.copyOf(workflows);
    activities = List.copyOf(activities);
    if (concurrentActivities < 1) {
      throw new IllegalArgumentException(
          "Capability '%s': %d concurrent activities, expected 1 or more; raise the number"
              .formatted(name, concurrentActivities));
    }
  }
}
