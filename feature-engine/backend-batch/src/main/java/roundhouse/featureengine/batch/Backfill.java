package roundhouse.featureengine.batch;

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
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.parquet.ManifestJson;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.parquet.VerifiedObjects;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
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
  private final Program program;
  private final EventSource source;
  private final Instant from;
  private final Instant to;
  private final List<PartitionRange> partitions;
  private final @Nullable ServedAnswers served;
  private final String datasetId;

  private Backfill(
      ObjectStore store,
      Program program,
      EventSource source,
      PartitionUnit unit,
      List<PartitionRange> partitions,
      @Nullable ServedAnswers served) {
    this.served = served;
    this.store = store;
    this.program = program;
    this.source = source;
    this.partitions = partitions;
    from = partitions.getFirst().from();
    to = partitions.getLast().to();
    datasetId =
        "%s-v%d-%s"
            .formatted(
                plan().name(),
                plan().version(),
                Digests.sha256Hex(
                        identity(plan(), source, unit, from, to)
                            + (served == null ? "" : " AS_SERVED"))
                    .substring(0, 16));
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
    return new Backfill(store, Program.of(plan), source, unit, partitions, null);
  }

  /// A dataset of what was served, AS-SERVED: a row for each ask that was answered, with its
  /// features as they were then and the labels that it has got since. Its source has the answers
  /// and the streams of the labels; those of the features are not read.
  ///
  /// Throws as [#of(ObjectStore, Plan, EventSource, Instant, Instant)].
  public static Backfill ofServed(
      ObjectStore store,
      Plan plan,
      EventSource source,
      @Nullable Instant from,
      @Nullable Instant to,
      PartitionUnit unit,
      ServedAnswers answers) {
    Plan labels = ServedPlan.of(plan, answers.stream()).plan();
    BackfillCheck.checkServed(labels, source, from, to);
    var partitions = BackfillCheck.partitions(labels, source, from, to, unit);
    return new Backfill(store, Program.of(plan), source, unit, partitions, answers);
  }

  public Plan plan() {
    return program.plan();
  }

  /// Where the answers are that this is a dataset of; empty where it is one of what was known.
  Optional<ServedAnswers> servedAnswers() {
    return Optional.ofNullable(served);
  }

  Program program() {
    return program;
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

  /// Writes every partition, several at once where there are several, and commits.
  ///
  /// @param threads that compute, over all partitions
  public Dataset run(int threads) {
    return run(EngineOptions.ofMachine().withThreads(threads));
  }

  /// As [#run(int)], within what the options say.
  public Dataset run(EngineOptions options) {
    Optional<Dataset> present = Dataset.find(store, datasetId);
    return present.isPresent() ? present.get() : writeAll(options);
  }

  private Dataset writeAll(EngineOptions options) {
    int atOnce = Math.min(options.threads(), partitions.size());
    List<Callable<WrittenPartition>> tasks = new ArrayList<>();
    for (PartitionRange partition : partitions) {
      tasks.add(() -> write(partition, options.dividedBy(atOnce), PartitionListener.NONE));
    }
    runAll(tasks, atOnce);
    return commit();
  }

  private static <T> void runAll(List<Callable<T>> tasks, int threads) {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      for (Future<T> future : tasks.stream().map(executor::submit).toList()) {
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
    return write(partition, EngineOptions.ofMachine(), listener);
  }

  /// As [#write(PartitionRange, PartitionListener)], within what the options say.
  public WrittenPartition write(
      PartitionRange partition, EngineOptions options, PartitionListener listener) {
    return served == null
        ? BackfillPass.of(List.of(this), options).write(partition, listener).getFirst()
        : write(partition, new ServedEngine(served, options), listener);
  }

  /// As [#write(PartitionRange, PartitionListener)], the rows computed by another engine. Throws
  /// [InvalidDefinitionException] for a source that the engine does not read.
  public WrittenPartition write(
      PartitionRange partition, PartitionEngine engine, PartitionListener listener) {
    BackfillCheck.checkEngine(plan(), source, engine);
    Optional<WrittenPartition> earlier = findOrReuse(partition);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    try (ScratchFolder scratch = ScratchFolder.in(EngineOptions.ofMachine().scratch())) {
      Path file = scratch.file("part-0.parquet");
      var computed = engine.compute(plan(), source, partition, listener, file);
      return publish(partition, computed, file);
    }
  }

  /// Puts a partition's file, and notes that it is there.
  WrittenPartition publish(PartitionRange partition, PartitionEngine.Computed computed, Path file) {
    WrittenPartition result = putFile(partition, computed, file);
    // A concurrent writer computed the same rows: whose record came first is the one that counts.
    store.putIfAbsent(resultKey(partition), ManifestJson.write(result));
    WrittenPartition written = written(partition);
    inputsKey(partition).ifPresent(key -> store.putIfAbsent(key, ManifestJson.write(written)));
    return written;
  }

  /// What was served is cheap to write, and each source has other answers.
  private Optional<ObjectKey> inputsKey(PartitionRange partition) {
    return served == null
        ? Optional.of(PartitionInputs.key(program, source, partition))
        : Optional.empty();
  }

  /// What was written of the partition, or of one with equal inputs in another dataset: then its
  /// file is copied, so that each dataset's folder is whole.
  Optional<WrittenPartition> findOrReuse(PartitionRange partition) {
    Optional<WrittenPartition> own = find(partition);
    return own.isPresent()
        ? own
        : inputsKey(partition).flatMap(this::findWritten).flatMap(this::reuse);
  }

  private Optional<WrittenPartition> reuse(WrittenPartition other) {
    try (ScratchFolder scratch = ScratchFolder.in(EngineOptions.ofMachine().scratch())) {
      Path file = scratch.file("part-0.parquet");
      Partition partition = other.partition();
      if (!VerifiedObjects.copy(store, ObjectKey.of(partition.file()), partition.sha256(), file)) {
        return Optional.empty();
      }
      PartitionRange range = new PartitionRange(partition.name(), partition.from(), partition.to());
      return Optional.of(publish(range, computed(other), file));
    }
  }

  private static PartitionEngine.Computed computed(WrittenPartition other) {
    Partition partition = other.partition();
    return new PartitionEngine.Computed(
        partition.rows(),
        partition.rowsDigest(),
        partition.firstAsk(),
        partition.lastAsk(),
        other.labels(),
        other.refused());
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
    var columns = DatasetLayout.of(plan()).stream().map(DatasetColumn::column).toList();
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

  WrittenPartition written(PartitionRange partition) {
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
        plan().reference(),
        plan().hash(),
        source.manifest().source(),
        source.sha256(),
        from,
        to,
        DatasetLayout.of(plan()),
        labels(written),
        files,
        RowsDigest.ofPartitions(files),
        files.stream().mapToLong(Partition::rows).sum(),
        written.stream().mapToLong(WrittenPartition::refused).sum(),
        served == null ? null : DatasetManifest.Visibility.AS_SERVED);
  }

  private List<DatasetManifest.Label> labels(List<WrittenPartition> written) {
    List<DatasetManifest.Label> labels = new ArrayList<>();
    for (int i = 0; i < plan().labels().size(); i++) {
      int place = i;
      Label label = plan().labels().get(i);
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
    return findWritten(resultKey(partition));
  }

  private Optional<WrittenPartition> findWritten(ObjectKey key) {
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
}
