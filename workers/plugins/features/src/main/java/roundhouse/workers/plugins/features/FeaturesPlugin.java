package roundhouse.workers.plugins.features;

import io.temporal.common.SimplePlugin;
import io.temporal.common.VersioningBehavior;
import java.util.List;
import java.util.Map;
import roundhouse.activities.data.BackfillActivitiesImpl;
import roundhouse.activities.data.PartitionSubmitter;
import roundhouse.activities.data.StateActivitiesImpl;
import roundhouse.activities.data.spark.SparkOptions;
import roundhouse.activities.data.spark.SparkSubmitter;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.scoring.registry.Registry;
import roundhouse.temporal.contracts.Backend;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.Capability;
import roundhouse.temporal.runtime.CapabilityPlugin;
import roundhouse.workflows.BackfillFeaturesWorkflow;
import roundhouse.workflows.EmitStateWorkflow;

/// Computes feature sets into datasets and into state that streams start from: `BackfillFeatures`
/// and `EmitState` on [TaskQueues#FEATURES].
public final class FeaturesPlugin {
  private FeaturesPlugin() {}

  /// To be added to a worker factory or a client: its worker is made when the factory starts.
  public static SimplePlugin create(FeaturesOptions options) {
    return new CapabilityPlugin(
        new Capability(
            "features",
            TaskQueues.FEATURES,
            VersioningBehavior.PINNED,
            List.of(BackfillFeaturesWorkflow.class, EmitStateWorkflow.class),
            activities(options),
            options.concurrentActivities()),
        options.version());
  }

  private static List<Object> activities(FeaturesOptions options) {
    Registry registry = Registry.open(options.store());
    EngineOptions engine = EngineOptions.ofMachine().dividedBy(options.concurrentActivities());
    return List.of(
        new BackfillActivitiesImpl(
            options.store(), registry, engine, submitters(options), options.answers()),
        new StateActivitiesImpl(options.store(), registry, engine));
  }

  private static Map<Backend, PartitionSubmitter> submitters(FeaturesOptions options) {
    SparkOptions spark = options.spark();
    return spark == null
        ? Map.of()
        : Map.of(Backend.SPARK, new SparkSubmitter(spark, options.store()));
  }
}
