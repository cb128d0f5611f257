package roundhouse.temporal.testkit.fakes;

import io.temporal.activity.Activity;
import io.temporal.client.ActivityCanceledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingActivities;
import roundhouse.temporal.contracts.TrainingInputs;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.contracts.TrainingResult;

/// A training that ends at once, or when it is told to, and keeps what it was asked.
public final class FakeTraining implements TrainingActivities {
  private static final Duration DAY = Duration.ofDays(1);

  private final Faults faults = new Faults();
  private final List<TrainingRequest> requests = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private volatile boolean endless;

  /// Failures of [#run].
  public Faults faults() {
    return faults;
  }

  public List<TrainingRequest> requests() {
    return List.copyOf(requests);
  }

  /// From now on a run ends only by its cancellation.
  public void runsUntilCancelled() {
    endless = true;
  }

  public void awaitStart() throws InterruptedException {
    await(started, "training did not start");
  }

  public void awaitCancellation() throws InterruptedException {
    await(cancelled, "training was not cancelled");
  }

  private static void await(CountDownLatch latch, String failure) throws InterruptedException {
    if (!latch.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public TrainingInputs prepare(String trainingId, TrainingRequest request) {
    requests.add(request);
    var holdoutFrom = request.cutOff().minus(request.holdOut().length());
    return new TrainingInputs(
        trainingId,
        "trainings/" + trainingId + "/inputs",
        "12".repeat(32),
        "34".repeat(32),
        holdoutFrom.minus(DAY.multipliedBy(200)),
        holdoutFrom.minus(DAY),
        holdoutFrom,
        request.cutOff(),
        4711);
  }

  @Override
  public TrainingResult run(TrainingInputs inputs, TrainingRequest request) {
    faults.strike();
    started.countDown();
    if (endless) {
      heartbeatUntilCancelled();
    }
    return new TrainingResult(
        inputs.trainingId(),
        Activity.getExecutionContext().getInfo().getAttempt(),
        "trainings/" + inputs.trainingId() + "/1/model.ubj",
        "56".repeat(32),
        "trainings/" + inputs.trainingId() + "/1/log.txt",
        "unversioned",
        "xgboost 3.2.0");
  }

  private void heartbeatUntilCancelled() {
    try {
      while (true) {
        Activity.getExecutionContext().heartbeat(new Progress("training", 0.5, "round 100 of 200"));
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (ActivityCanceledException e) {
      cancelled.countDown();
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(e);
    }
  }

  @Override
  public TrainedModel register(
      TrainingInputs inputs, TrainingResult result, TrainingRequest request) {
    return new TrainedModel(
        request.name() + "-0123456789ab",
        inputs.trainingId(),
        request.datasetId(),
        inputs.datasetDigest(),
        request.workflow(),
        request.cutOff(),
        inputs.trainFrom(),
        inputs.trainTo(),
        inputs.holdoutFrom(),
        inputs.holdoutTo(),
        "exact");
  }
}
