package roundhouse.workflows;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// How activities are run, by how long they take.
///
/// Whatever a retry can heal, such as a store that does not answer, is retried for as long as it
/// takes; the workflow shows it as pending. Our own bugs fail at once: no retry mends them.
final class ActivityPresets {
  private static final RetryOptions UNTIL_HEALED =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofSeconds(30))
          .setDoNotRetry(
              NullPointerException.class.getName(),
              IllegalArgumentException.class.getName(),
              ClassCastException.class.getName(),
              UnsupportedOperationException.class.getName(),
              ArrayIndexOutOfBoundsException.class.getName())
          .build();

  /// Reads and writes of records: seconds.
  static final ActivityOptions QUICK =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofMinutes(1))
          .setRetryOptions(UNTIL_HEALED)
          .build();

  /// Work over data: minutes to hours. Its worker's death is noticed by the missing heartbeat, and
  /// its cancellation is over only when it has stopped.
  static final ActivityOptions LONG =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofHours(6))
          .setHeartbeatTimeout(Duration.ofSeconds(20))
          .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
          .setRetryOptions(UNTIL_HEALED)
          .build();

  /// A trainer's run: as [#LONG], up to two days.
  static final ActivityOptions TRAINING =
      ActivityOptions.newBuilder(LONG).setStartToCloseTimeout(Duration.ofDays(2)).build();

  private ActivityPresets() {}

  /// The preset with the line that Temporal's web page shows beside the activity.
  static ActivityOptions described(ActivityOptions preset, String summary) {
    return ActivityOptions.newBuilder(preset).setSummary(summary).build();
  }

  /// The preset on another capability's worker.
  static ActivityOptions on(String taskQueue, ActivityOptions preset, String summary) {
    return ActivityOptions.newBuilder(preset).setTaskQueue(taskQueue).setSummary(summary).build();
  }
}
