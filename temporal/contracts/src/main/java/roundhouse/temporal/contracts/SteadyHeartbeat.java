package roundhouse.temporal.contracts;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Heartbeats an activity's latest progress at a steady pace, also while nothing is reported: a
/// step that takes longer than the heartbeat's timeout would otherwise be taken for dead, and begun
/// anew for ever. Once the server says that the activity is over, the next report throws so.
public final class SteadyHeartbeat implements Consumer<Progress>, AutoCloseable {
  private static final long SECONDS_BETWEEN_BEATS = 3;

  private final ActivityExecutionContext activity;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("activity-heartbeat").factory());
  private volatile Progress latest;
  private volatile @Nullable ActivityCompletionException over;

  private SteadyHeartbeat(ActivityExecutionContext activity, Progress first) {
    this.activity = activity;
    latest = first;
  }

  public static SteadyHeartbeat start(ActivityExecutionContext activity, Progress first) {
    SteadyHeartbeat heartbeat = new SteadyHeartbeat(activity, first);
    var unused =
        heartbeat.beats.scheduleAtFixedRate(
            heartbeat::beat, 0, SECONDS_BETWEEN_BEATS, TimeUnit.SECONDS);
    return heartbeat;
  }

  private void beat() {
    try {
      activity.heartbeat(latest);
    } catch (ActivityCompletionException e) {
      over = e;
    }
  }

  @Override
  public void accept(Progress progress) {
    latest = progress;
    ActivityCompletionException end = over;
    if (end != null) {
      throw end;
    }
  }

  @Override
  public void close() {
    beats.shutdownNow();
  }
}
