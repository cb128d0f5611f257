package roundhouse.activities.data;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionRange;
import roundhouse.featureengine.batch.WrittenPartition;
import roundhouse.featureengine.batch.WrittenPartition.LabelCount;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Change.DatasetRegistered;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DatasetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.BackfillActivities;
import roundhouse.temporal.contracts.BackfillPartition;
import roundhouse.temporal.contracts.BackfillPlan;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PartitionResult;

/// Backfills through the batch backend. Each step can be repeated: a written partition is returned,
/// not recomputed, and a commit or registration that is there already is left alone. What a retry
/// can heal, such as a store that does not answer, is thrown as it came.
public final class BackfillActivitiesImpl implements BackfillActivities {
  private final ObjectStore store;
  private final Registry registry;
  private final PublishedPlans plans;

  /// An implementation over one store.
  ///
  /// @param store where sources, plans and datasets are; stays the caller's to close
  public BackfillActivitiesImpl(ObjectStore store, Registry registry) {
    this.store = store;
    this.registry = registry;
    plans = new PublishedPlans(store, registry);
  }

  @Override
  public BackfillPlan plan(BackfillRequest request) {
    return failClearly(() -> planned(request));
  }

  private BackfillPlan planned(BackfillRequest request) {
    RequestCheck check = new RequestCheck();
    Optional<Plan> plan = check.featureSet(request.featureSet(), plans);
    Optional<EventSource> source = check.source(request.source(), store);
    check.range(request.from(), request.to());
    Backfill backfill = check.backfill(store, plan, source, request.from(), request.to());
    requireComplete(source.orElseThrow(), request);
    return new BackfillPlan(
        backfill.datasetId(),
        Dataset.directory(backfill.datasetId()).value(),
        request.featureSet(),
        plan.orElseThrow().hash(),
        request.source(),
        backfill.partitions().stream()
            .map(range -> new BackfillPartition(range.name(), range.from(), range.to()))
            .toList());
  }

  private static void requireComplete(EventSource source, BackfillRequest request) {
    requireComplete(source, request.to(), "the end of the range", "end the range earlier");
    requireComplete(
        source,
        request.completeThrough(),
        "what the request must have complete",
        "ask for an earlier cut-off");
  }

  private static void requireComplete(
      EventSource source, @Nullable Instant expected, String meaning, String otherRemedy) {
    Instant completeThrough = source.manifest().completeThrough();
    if (expected != null && expected.isAfter(completeThrough)) {
      throw ApplicationFailure.newNonRetryableFailure(
          "Source '%s': complete through %s; expected %s or later, %s; import what is missing under a new name, or %s"
              .formatted(
                  source.manifest().source(), completeThrough, expected, meaning, otherRemedy),
          FailureTypes.DATA_LATE);
    }
  }

  @Override
  public PartitionResult writePartition(BackfillPlan plan, BackfillPartition partition) {
    return failClearly(
        () -> {
          Backfill backfill = reopen(plan);
          try (Heartbeat heartbeat =
              Heartbeat.start(Activity.getExecutionContext(), partition.name())) {
            PartitionRange range =
                new PartitionRange(partition.name(), partition.from(), partition.to());
            return result(backfill.write(range, heartbeat));
          }
        });
  }

  private static PartitionResult result(WrittenPartition written) {
    DatasetManifest.Partition partition = written.partition();
    Optional<LabelCount> label = written.labels().stream().findFirst();
    return new PartitionResult(
        partition.name(),
        partition.file(),
        partition.sha256(),
        partition.rowsDigest(),
        partition.rows(),
        label.map(LabelCount::labelled).orElse(0L),
        label.map(LabelCount::positive).orElse(0L));
  }

  @Override
  public DatasetReference commit(BackfillPlan plan, List<PartitionResult> partitions) {
    return failClearly(
        () -> {
          DatasetReference reference = reference(plan, reopen(plan).commit());
          register(reference);
          return reference;
        });
  }

  private static DatasetReference reference(BackfillPlan plan, Dataset dataset) {
    DatasetManifest manifest = dataset.manifest();
    Optional<DatasetManifest.Label> label = manifest.labels().stream().findFirst();
    return new DatasetReference(
        manifest.datasetId(),
        plan.location(),
        manifest.digest(),
        manifest.featureSet(),
        manifest.planHash(),
        manifest.rows(),
        label.map(DatasetManifest.Label::labelled).orElse(0L),
        label.map(DatasetManifest.Label::positive).orElse(0L));
  }

  private void register(DatasetReference dataset) {
    registry
        .append(
            // A dataset's id says everything about it, whichever workflow came to it.
            CommandId.of("register-dataset/" + dataset.datasetId()),
            new DatasetRegistered(
                DatasetId.of(dataset.datasetId()), dataset.digest(), dataset.location()))
        .orThrow();
  }

  /// The backfill that was planned, on whichever worker and however much later.
  private Backfill reopen(BackfillPlan planned) {
    EventSource source = EventSource.open(store, planned.source());
    Instant from = planned.partitions().getFirst().from();
    Instant to = planned.partitions().getLast().to();
    Backfill backfill = Backfill.of(store, plans.read(planned.planHash()), source, from, to);
    if (!backfill.datasetId().equals(planned.datasetId())) {
      throw new IllegalArgumentException(
          "Dataset '%s': its plan, source and range make '%s'; expected the plan that was returned"
              .formatted(planned.datasetId(), backfill.datasetId()));
    }
    return backfill;
  }

  private static <T> T failClearly(Supplier<T> step) {
    try {
      return step.get();
    } catch (InvalidDefinitionException e) {
      throw RequestCheck.invalid(e.problems().stream().map(RequestCheck::problem).toList());
    } catch (CorruptObjectException | ConflictingObjectException | UnsupportedTableException e) {
      throw ApplicationFailure.newNonRetryableFailureWithCause(
          String.valueOf(e.getMessage()), FailureTypes.CORRUPT_OBJECT, e);
    }
  }
}
