package roundhouse.featureengine.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.dataset.DatasetManifest.Partition;
import roundhouse.featureengine.batch.dataset.RowsDigest;
import roundhouse.featureengine.batch.parquet.ManifestJson;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Computes a feature set over a source of events into a dataset, partition by partition of the
/// asks' time.
///
/// ```java
/// Backfill backfill = Backfill.of(store, plan, EventSource.open(store, "flights"), null, null);
/// Dataset dataset = backfill.run(threads);
/// ```
///
/// A partition depends on nothing but the plan, the source and its range: partitions can be written
/// in any order, at once, again, and by several processes, and give the same rows. Nothing of a
/// dataset is visible before [#commit]. Safe for use by many threads.
public final class Backfill {
  private final ObjectStore store;
  private final Plan plan;
  private final EventSource source;
  private final Instant from;
  private final Instant to;
  private final List<PartitionRange> partitions;
  private final String datasetId;

  private Backfill(
      ObjectStore store,
      Plan plan,
      EventSource source,
      PartitionUnit unit,
      List<PartitionRange> partitions) {
    this.store = store;
    this.plan = plan;
    this.source = source;
    this.partitions = partitions;
    from = partitions.getFirst().from();
    to = partitions.getLast().to();
    datasetId =
        "%s-v%d-%s"
            .formatted(
                plan.name(),
                plan.version(),
                Digests.sha256Hex(identity(plan, source, unit, from, to)).substring(0, 16));
  }

  /// Months are not named: they were the only unit once, and ids must not change.
  private static String identity(
      Plan plan, EventSource source, PartitionUnit unit, Instant from, Instant to) {
    String range = "%s %s %s %s".formatted(plan.hash(), source.sha256(), from, to);
    return unit == PartitionUnit.MONTH ? range : range + " " + unit;
  }

  /// Throws [InvalidDefinitionException] with everything for which the plan cannot be computed over
  /// the source and range.
  ///
  /// @param from first ask time included, or null for the source's first
  /// @param to first ask time excluded, or null for the source's end
  public static Backfill of(
      ObjectStore store,
      Plan plan,
      EventSource source,
      @Nullable Instant from,
      @Nullable Instant to) {
    return of(store, plan, source, from, to, PartitionUnit.MONTH);
  }

  /// As [#of(ObjectStore, Plan, EventSource, Instant, Instant)], with partitions of that unit.
  public static Backfill of(
      ObjectStore store,
      Plan plan,
      EventSource source,
      @Nullable Instant from,
      @Nullable Instant to,
      PartitionUnit unit) {
    BackfillCheck.check(plan, source, from, to);
    var partitions = BackfillCheck.partitions(plan, source, from, to, unit);
    return new Backfill(store, plan, source, unit, partitions);
  }

  public Plan plan() {
    return plan;
  }

  public EventSource source() {
    return source;
  }

  /// Derived from plan, source and range, the range cut to where there are asks: equal backfills
  /// share one dataset.
  public String datasetId() {
    return datasetId;
  }

  /// In the order of the dataset's rows.
  public List<PartitionRange> partitions() {
    return partitions;
  }

  /// Writes every partition, as many at once as there are threads, and commits.
  public Dataset run(int threads) {
    Optional<Dataset> present = Dataset.find(store, datasetId);
    if (present.isPresent()) {
      return present.get();
    }
    List<Callable<WrittenPartition>> tasks = new ArrayList<>();
    for (PartitionRange partition : partitions) {
      tasks.add(() -> write(partition, PartitionListener.NONE));
    }
    runAll(tasks, threads);
    return commit();
  }

  private static void runAll(List<Callable<WrittenPartition>> tasks, int threads) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (Future<WrittenPartition> future : tasks.stream().map(executor::submit).toList()) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("A partition failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while partitions were written", e);
    } finally {
      executor.shutdownNow();
      executor.close();
    }
  }

  /// Writes one partition, or returns what an earlier call wrote. Killed at any instant, it can be
  /// called again.
  public WrittenPartition write(PartitionRange partition, PartitionListener listener) {
    return write(partition, Backfill::compute, listener);
  }

  private static PartitionEngine.Computed compute(
      Plan plan,
      EventSource source,
      PartitionRange partition,
      PartitionListener listener,
      Path file) {
    return new PartitionWriter(plan, source, partition, listener).write(file);
  }

  /// As [#write(PartitionRange, PartitionListener)], the rows computed by another engine.
  public WrittenPartition write(
      PartitionRange partition, PartitionEngine engine, PartitionListener listener) {
    Optional<WrittenPartition> earlier = find(partition);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Path scratch = createScratch();
    try {
      Path file = scratch.resolve("part-0.parquet");
      var computed = engine.compute(plan, source, partition, listener, file);
      WrittenPartition result = putFile(partition, computed, file);
      // A concurrent writer computed the same rows: whose record came first is the one that counts.
      store.putIfAbsent(resultKey(partition), ManifestJson.write(result));
      return written(partition);
    } finally {
      delete(scratch);
    }
  }

  private WrittenPartition putFile(
      PartitionRange range, PartitionEngine.Computed computed, Path file) {
    ObjectKey key = directory().resolve(range.name() + "/part-0.parquet");
    boolean own =
        store.putIfAbsent(key, file) || store.sha256Hex(key).equals(Digests.sha256Hex(file));
    if (!own) {
      checkSameRows(key, computed);
    }
    Partition partition =
        new Partition(
            range.name(),
            key.value(),
            store.size(key).orElseThrow(),
            store.sha256Hex(key),
            computed.rowsDigest(),
            range.from(),
            range.to(),
            computed.rows(),
            computed.firstAsk(),
            computed.lastAsk());
    return new WrittenPartition(partition, computed.labels(), computed.refused());
  }

  /// Another version of the Parquet library may have written the same rows as other bytes before it
  /// was stopped: its file is as good.
  private void checkSameRows(ObjectKey key, PartitionEngine.Computed computed) {
    var columns = DatasetLayout.of(plan).stream().map(DatasetColumn::column).toList();
    RowsDigest digest = new RowsDigest(columns);
    ParquetTable table = ParquetTable.open(store, key);
    try (Rows rows = table.read(table.columns().stream().map(c -> c.name()).toList())) {
      if (!table.columns().equals(columns)) {
        throw new ConflictingObjectException(key, store.location());
      }
      while (rows.next()) {
        digest.add(rows);
      }
    }
    if (!digest.hex().equals(computed.rowsDigest())) {
      throw new ConflictingObjectException(key, store.location());
    }
  }

  /// Makes the dataset visible, once every partition is written. Doing it again changes nothing.
  public Dataset commit() {
    List<WrittenPartition> written = partitions.stream().map(this::written).toList();
    store.putOnce(Dataset.manifestKey(datasetId), ManifestJson.write(manifest(written)));
    return Dataset.open(store, datasetId);
  }

  private WrittenPartition written(PartitionRange partition) {
    return find(partition)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Dataset '%s': partition '%s' is not written; expected all before the commit"
                        .formatted(datasetId, partition.name())));
  }

  private DatasetManifest manifest(List<WrittenPartition> written) {
    List<Partition> files = written.stream().map(WrittenPartition::partition).toList();
    return new DatasetManifest(
        DatasetManifest.FORMAT,
        datasetId,
        plan.reference(),
        plan.hash(),
        source.manifest().source(),
        source.sha256(),
        from,
        to,
        DatasetLayout.of(plan),
        labels(written),
        files,
        RowsDigest.ofPartitions(files),
        files.stream().mapToLong(Partition::rows).sum(),
        written.stream().mapToLong(WrittenPartition::refused).sum());
  }

  private List<DatasetManifest.Label> labels(List<WrittenPartition> written) {
    List<DatasetManifest.Label> labels = new ArrayList<>();
    for (int i = 0; i < plan.labels().size(); i++) {
      int place = i;
      Label label = plan.labels().get(i);
      labels.add(
          new DatasetManifest.Label(
              label.name(),
              label.maturity(),
              written.stream().mapToLong(part -> part.labels().get(place).labelled()).sum(),
              written.stream().mapToLong(part -> part.labels().get(place).positive()).sum()));
    }
    return List.copyOf(labels);
  }

  /// What was written of a partition, if it is, by whichever engine and process.
  public Optional<WrittenPartition> find(PartitionRange partition) {
    ObjectKey key = resultKey(partition);
    return store
        .find(key)
        .map(json -> ManifestJson.parse(key, store.location(), json, WrittenPartition.class));
  }

  private ObjectKey resultKey(PartitionRange partition) {
    return directory().resolve("_partitions/" + partition.name() + ".json");
  }

  private ObjectKey directory() {
    return Dataset.directory(datasetId);
  }

  private static Path createScratch() {
    try {
      return Files.createTempDirectory("backfill");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path scratch) {
    try {
      Files.deleteIfExists(scratch.resolve("part-0.parquet"));
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
