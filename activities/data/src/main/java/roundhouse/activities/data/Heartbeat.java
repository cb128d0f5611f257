package roundhouse.activities.data;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.temporal.contracts.Progress;

/// Heartbeats a partition's progress at a steady pace, also while a file is checked or put, when no
/// row is computed. Once the server says that the activity is over, the next report of progress
/// ends the work.
final class Heartbeat implements PartitionListener, AutoCloseable {
  private static final long SECONDS_BETWEEN_BEATS = 3;

  private final ActivityExecutionContext activity;
  private final String partition;
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("backfill-heartbeat").factory());
  private volatile Progress latest;
  private volatile @Nullable ActivityCompletionException over;

  private Heartbeat(ActivityExecutionContext activity, String partition) {
    this.activity = activity;
    this.partition = partition;
    latest = progress(0, 0);
  }

  static Heartbeat start(ActivityExecutionContext activity, String partition) {
    Heartbeat heartbeat = new Heartbeat(activity, partition);
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
  public void advanced(double fraction, long rows) {
    latest = progress(fraction, rows);
    ActivityCompletionException end = over;
    if (end != null) {
      throw end;
    }
  }

  private Progress progress(double fraction, long rows) {
    return new Progress("writing " + partition, fraction, "%,d rows".formatted(rows));
  }

  @Override
  public void close() {
    beats.shutdownNow();
  }
}
