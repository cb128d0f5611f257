package roundhouse.featureengine.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionUnit;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.conformance.Scenario.Visibility;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Backfills: import, a dataset day by day, and its rows read back from Parquet. Scenarios of one
/// plan share a dataset.
final class BatchBackend implements Backend {
  private final Path folder;
  private int runs;

  /// @param folder for a store for each backfill
  BatchBackend(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "batch";
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
    return StoredScenario.answers(scenarios, PartitionUnit.DAY, this::backfilled);
  }

  private Map<Object, ArrayRow> backfilled(Scenario scenario, PartitionUnit unit) {
    Path location = folder.resolve("batch-" + runs++);
    try (ObjectStore store = ObjectStores.onDisk(location)) {
      EventSource source = StoredScenario.importInto(store, scenario);
      Backfill backfill = Backfill.of(store, scenario.plan(), source, null, null, unit);
      return StoredScenario.rows(backfill.run(2));
    }
  }
}
