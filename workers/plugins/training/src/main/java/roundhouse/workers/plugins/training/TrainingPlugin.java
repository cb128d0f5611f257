package roundhouse.workers.plugins.training;

import io.temporal.common.SimplePlugin;
import io.temporal.common.VersioningBehavior;
import java.util.List;
import roundhouse.activities.training.TrainingActivitiesImpl;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.Capability;
import roundhouse.temporal.runtime.CapabilityPlugin;
import roundhouse.workflows.TrainModelWorkflow;

/// Trains and registers models, each by a process of this machine: `TrainModel` on
/// [TaskQueues#TRAINING].
public final class TrainingPlugin {
  private TrainingPlugin() {}

  /// To be added to a worker factory or a client: its worker is made when the factory starts.
  public static SimplePlugin create(TrainingPluginOptions options) {
    return new CapabilityPlugin(
        new Capability(
            "training",
            TaskQueues.TRAINING,
            VersioningBehavior.PINNED,
            List.of(TrainModelWorkflow.class),
            List.of(TrainingActivitiesImpl.onThisMachine(options.store(), options.training())),
            options.concurrentActivities()),
        options.version());
  }
}
