package roundhouse.workflows;

import io.temporal.workflow.Workflow;
import roundhouse.temporal.contracts.EvaluateModel;
import roundhouse.temporal.contracts.EvaluationActivities;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.Progress;

/// Scores a model beside the champion, and shows the verdict.
public final class EvaluateModelWorkflow implements EvaluateModel {
  private final EvaluationActivities steps =
      Workflow.newActivityStub(
          EvaluationActivities.class,
          ActivityPresets.described(ActivityPresets.LONG, "score, compare, judge"));
  private final Stages stages = new Stages();

  @Override
  public EvaluationSummary evaluate(EvaluationRequest request) {
    stages.enter("evaluating", describe(request));
    EvaluationSummary summary = steps.evaluate(request);
    Verdicts.show(summary.verdict());
    stages.end(Verdicts.describe(summary.verdict()));
    return summary;
  }

  @Override
  public Progress progress() {
    return stages.current();
  }

  private static String describe(EvaluationRequest request) {
    return "%s beside %s on asks from %s to %s"
        .formatted(
            request.modelId(),
            request.championId() == null ? "no champion" : request.championId(),
            request.from(),
            request.to());
  }
}
