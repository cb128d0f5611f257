package roundhouse.workflows;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import roundhouse.temporal.contracts.BackfillActivities;
import roundhouse.temporal.contracts.BackfillFeatures;
import roundhouse.temporal.contracts.BackfillPartition;
import roundhouse.temporal.contracts.BackfillPlan;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.PartitionResult;
import roundhouse.temporal.contracts.Progress;

/// Plans a dataset, writes its partitions a few at a time, and commits it.
public final class BackfillFeaturesWorkflow implements BackfillFeatures {
  /// Partitions in the hands of workers at a time: enough to keep several busy, few enough that a
  /// long dataset does not flood the queue that others wait in.
  static final int WINDOW = 4;

  private final BackfillActivities steps =
      Workflow.newActivityStub(BackfillActivities.class, ActivityPresets.QUICK);
  private final Stages stages = new Stages();
  private int written;

  @Override
  public DatasetReference backfill(BackfillRequest request) {
    stages.enter("planning", "%s over %s".formatted(request.featureSet(), request.source()));
    BackfillPlan plan = steps.plan(request);
    stages.enter("writing partitions", describe(plan));
    List<PartitionResult> partitions = write(plan);
    stages.enter("committing", plan.datasetId());
    DatasetReference dataset = steps.commit(plan, partitions);
    stages.end("%s: %d rows".formatted(dataset.datasetId(), dataset.rows()));
    return dataset;
  }

  @Override
  public Progress progress() {
    return stages.current();
  }

  // Results come in the plan's order, whichever partition ends first.
  private List<PartitionResult> write(BackfillPlan plan) {
    List<Promise<PartitionResult>> writing = new ArrayList<>();
    CancellationScope partitions =
        Workflow.newCancellationScope(() -> writeAFewAtATime(plan, writing));
    try {
      partitions.run();
      return writing.stream().map(Promise::get).toList();
    } catch (TemporalFailure ended) {
      // One has failed, or the backfill was cancelled: nothing may write on after its end.
      partitions.cancel();
      Workflow.newDetachedCancellationScope(() -> Workflow.await(() -> unfinished(writing) == 0))
          .run();
      throw ended;
    }
  }

  /// Returns when all are written; throws as the first one that fails.
  private void writeAFewAtATime(BackfillPlan plan, List<Promise<PartitionResult>> writing) {
    for (BackfillPartition partition : plan.partitions()) {
      awaitFewerThan(WINDOW, writing);
      writing.add(start(plan, partition));
    }
    awaitFewerThan(1, writing);
  }

  private static void awaitFewerThan(int unfinished, List<Promise<PartitionResult>> writing) {
    Workflow.await(() -> unfinished(writing) < unfinished || failed(writing).isPresent());
    failed(writing).ifPresent(Promise::get);
  }

  private Promise<PartitionResult> start(BackfillPlan plan, BackfillPartition partition) {
    BackfillActivities worker =
        Workflow.newActivityStub(
            BackfillActivities.class,
            ActivityPresets.described(ActivityPresets.LONG, partition.name()));
    return Async.function(worker::writePartition, plan, partition)
        .thenApply(result -> count(plan, result));
  }

  private PartitionResult count(BackfillPlan plan, PartitionResult result) {
    written++;
    stages.advance((double) written / plan.partitions().size(), describe(plan));
    return result;
  }

  private String describe(BackfillPlan plan) {
    return "%s: %d of %d partitions".formatted(plan.datasetId(), written, plan.partitions().size());
  }

  private static long unfinished(List<Promise<PartitionResult>> writing) {
    return writing.stream().filter(promise -> !promise.isCompleted()).count();
  }

  private static Optional<Promise<PartitionResult>> failed(List<Promise<PartitionResult>> writing) {
    return writing.stream()
        .filter(promise -> promise.isCompleted() && promise.getFailure() != null)
        .findFirst();
  }
}
