package roundhouse.examples.yourownworker;

import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import roundhouse.temporal.contracts.BootstrapOptions;
import roundhouse.temporal.contracts.EvaluateModel;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.contracts.Verdict;

/// Calls Roundhouse's evaluation by its typed stub, as any child workflow.
public final class WeeklyCheckWorkflow implements WeeklyCheck {
  private static final Duration WEEK = Duration.ofDays(7);

  private final EvaluateModel evaluation =
      Workflow.newChildWorkflowStub(
          EvaluateModel.class,
          ChildWorkflowOptions.newBuilder().setTaskQueue(TaskQueues.EVALUATION).build());

  @Override
  public Health check(Request request) {
    EvaluationSummary summary =
        evaluation.evaluate(
            new EvaluationRequest(
                request.modelId(),
                null,
                request.datasetId(),
                request.weekEnd().minus(WEEK),
                request.weekEnd(),
                null,
                request.contract(),
                BootstrapOptions.standard()));
    Verdict verdict = summary.verdict();
    return new Health(
        verdict.outcome() == Verdict.Outcome.PROMOTE,
        summary.metrics().auc(),
        verdict.reasons().isEmpty() ? verdict.outcome().name() : verdict.reasons().getFirst());
  }
}
