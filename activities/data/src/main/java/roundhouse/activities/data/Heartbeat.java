package roundhouse.activities.data;

import io.temporal.activity.ActivityExecutionContext;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.SteadyHeartbeat;

/// Heartbeats a partition's progress, also while a file is checked or put, when no row is computed.
/// Once the server says that the activity is over, the next report of progress ends the work.
final class Heartbeat implements PartitionListener, AutoCloseable {
  private final SteadyHeartbeat beats;
  private final String partition;

  private Heartbeat(SteadyHeartbeat beats, String partition) {
    this.beats = beats;
    this.partition = partition;
  }

  static Heartbeat start(ActivityExecutionContext activity, String partition) {
    SteadyHeartbeat beats = SteadyHeartbeat.start(activity, progress(partition, 0, 0));
    return new Heartbeat(beats, partition);
  }

  @Override
  public void advanced(double fraction, long rows) {
    beats.accept(progress(partition, fraction, rows));
  }

  private static Progress progress(String partition, double fraction, long rows) {
    return new Progress("writing " + partition, fraction, "%,d rows".formatted(rows));
  }

  @Override
  public void close() {
    beats.close();
  }
}
