package roundhouse.workers.plugins.retraining;

import io.temporal.common.SimplePlugin;
import io.temporal.common.VersioningBehavior;
import java.util.List;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.Capability;
import roundhouse.temporal.runtime.CapabilityPlugin;
import roundhouse.workflows.RetrainModelWorkflow;

/// Joins the other capabilities, which it calls on their own queues: `RetrainModel` on
/// [TaskQueues#RETRAINING].
///
/// A retraining ends after its promotion, which may wait for a person, so it goes on with newer
/// code.
public final class RetrainingPlugin {
  private RetrainingPlugin() {}

  /// To be added to a worker factory or a client: its worker is made when the factory starts.
  public static SimplePlugin create(RetrainingOptions options) {
    return new CapabilityPlugin(
        new Capability(
            "retraining",
            TaskQueues.RETRAINING,
            VersioningBehavior.AUTO_UPGRADE,
            List.of(RetrainModelWorkflow.class),
            List.of(),
            1),
        options.version());
  }
}
