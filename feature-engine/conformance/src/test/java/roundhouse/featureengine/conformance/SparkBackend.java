package roundhouse.featureengine.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionEngine;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.PartitionRange;
import roundhouse.featureengine.batch.PartitionUnit;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.conformance.Scenario.Visibility;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.spark.SparkEngine;
import roundhouse.featureengine.spark.SparkSettings;
import roundhouse.featureengine.spark.StoreAddress;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Backfills on Spark in local mode. Scenarios of one plan share a job.
final class SparkBackend implements Backend {
  private final JavaSparkContext spark =
      new JavaSparkContext(SparkSettings.of("conformance").setMaster("local[2]"));
  private final Path folder;
  private int runs;

  /// @param folder for a store for each job
  SparkBackend(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public Set<Visibility> visibilities() {
    return Set.of(Visibility.AS_KNOWN);
  }

  @Override
  public boolean computesLabels() {
    return true;
  }

  @Override
  public List<Answers> answer(List<Scenario> scenarios) {
    return StoredScenario.answers(scenarios, PartitionUnit.MONTH, this::backfilled);
  }

  private Map<Object, ArrayRow> backfilled(Scenario scenario, PartitionUnit unit) {
    Path location = folder.resolve("spark-" + runs++);
    try (ObjectStore store = ObjectStores.onDisk(location)) {
      EventSource source = StoredScenario.importInto(store, scenario);
      Backfill backfill = Backfill.of(store, scenario.plan(), source, null, null, unit);
      PartitionEngine engine = SparkEngine.on(spark, StoreAddress.of(location.toString()));
      for (PartitionRange partition : backfill.partitions()) {
        backfill.write(partition, engine, PartitionListener.NONE);
      }
      return StoredScenario.rows(backfill.commit());
    }
  }

  @Override
  public void close() {
    spark.close();
  }
}
