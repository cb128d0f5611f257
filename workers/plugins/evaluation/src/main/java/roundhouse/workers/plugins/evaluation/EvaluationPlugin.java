package roundhouse.workers.plugins.evaluation;

import io.temporal.common.SimplePlugin;
import io.temporal.common.VersioningBehavior;
import java.util.List;
import roundhouse.activities.evaluation.EvaluationActivitiesImpl;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.Capability;
import roundhouse.temporal.runtime.CapabilityPlugin;
import roundhouse.workflows.EvaluateModelWorkflow;

/// Scores a model beside the champion and judges the difference: `EvaluateModel` on
/// [TaskQueues#EVALUATION].
public final class EvaluationPlugin {
  private EvaluationPlugin() {}

  /// To be added to a worker factory or a client: its worker is made when the factory starts.
  public static SimplePlugin create(EvaluationOptions options) {
    return new CapabilityPlugin(
        new Capability(
            "evaluation",
            TaskQueues.EVALUATION,
            VersioningBehavior.PINNED,
            List.of(EvaluateModelWorkflow.class),
            List.of(new EvaluationActivitiesImpl(options.store())),
            options.concurrentActivities()),
        options.version());
  }
}
