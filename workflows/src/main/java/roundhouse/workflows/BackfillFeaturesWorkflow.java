package roundhouse.workflows;

import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
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
    for (BackfillPartition partition : plan.partitions()) {
      Workflow.await(() -> unfinished(writing) < WINDOW || failed(writing));
      if (failed(writing)) {
        break;
      }
      writing.add(start(plan, partition));
    }
    return writing.stream().map(Promise::get).toList();
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

  private static boolean failed(List<Promise<PartitionResult>> writing) {
    return writing.stream()
        .anyMatch(promise -> promise.isCompleted() && promise.getFailure() != null);
  }
}
