package roundhouse.workers.plugins.promotion;

import io.temporal.common.SimplePlugin;
import io.temporal.common.VersioningBehavior;
import java.util.List;
import roundhouse.activities.promotion.PromotionActivitiesImpl;
import roundhouse.scoring.registry.Registry;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.Capability;
import roundhouse.temporal.runtime.CapabilityPlugin;
import roundhouse.workflows.PromoteModelWorkflow;

/// Records decisions and moves tags: `PromoteModel` on [TaskQueues#PROMOTION].
///
/// A promotion may wait for a person longer than a release lasts, so it goes on with newer code.
public final class PromotionPlugin {
  private PromotionPlugin() {}

  /// To be added to a worker factory or a client: its worker is made when the factory starts.
  public static SimplePlugin create(PromotionOptions options) {
    return new CapabilityPlugin(
        new Capability(
            "promotion",
            TaskQueues.PROMOTION,
            VersioningBehavior.AUTO_UPGRADE,
            List.of(PromoteModelWorkflow.class),
            List.of(new PromotionActivitiesImpl(options.store(), Registry.open(options.store()))),
            options.concurrentActivities()),
        options.version());
  }
}
