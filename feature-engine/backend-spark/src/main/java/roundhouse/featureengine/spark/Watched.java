package roundhouse.featureengine.spark;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkJobInfo;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaSparkStatusTracker;
import roundhouse.featureengine.batch.PartitionListener;

/// Waits for a job of Spark, tells a listener how far it is, and ends the job where the listener
/// ends the partition.
final class Watched {
  private static final long MILLIS_BETWEEN_REPORTS = 250;

  private Watched() {}

  static void await(JavaSparkContext spark, JavaFutureAction<?> job, PartitionListener listener) {
    try {
      while (!isDone(job)) {
        listener.advanced(fraction(spark.statusTracker(), job), 0);
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Spark computed a partition", e);
    } finally {
      // Nothing, once it has ended.
      job.cancel(true);
    }
  }

  private static boolean isDone(JavaFutureAction<?> job)
      throws ExecutionException, InterruptedException {
    try {
      job.get(MILLIS_BETWEEN_REPORTS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillRunning) {
      return false;
    }
  }

  /// Tasks that are done among all tasks of the job's stages.
  private static double fraction(JavaSparkStatusTracker tracker, JavaFutureAction<?> action) {
    long tasks = 0;
    long done = 0;
    for (int id : action.jobIds()) {
      SparkJobInfo info = tracker.getJobInfo(id);
      for (int stageId : info == null ? new int[0] : info.stageIds()) {
        SparkStageInfo stage = tracker.getStageInfo(stageId);
        tasks += stage == null ? 0 : stage.numTasks();
        done += stage == null ? 0 : stage.numCompletedTasks();
      }
    }
    return tasks == 0 ? 0 : (double) done / tasks;
  }
}
