package roundhouse.activities.data;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.BackfillPass;
import roundhouse.featureengine.batch.PartitionRange;
import roundhouse.featureengine.batch.ServedAnswers;
import roundhouse.featureengine.batch.WrittenPartition;
import roundhouse.featureengine.batch.WrittenPartition.LabelCount;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Change.DatasetRegistered;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DatasetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.Backend;
import roundhouse.temporal.contracts.BackfillActivities;
import roundhouse.temporal.contracts.BackfillPartition;
import roundhouse.temporal.contracts.BackfillPlan;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PartitionResult;
import roundhouse.temporal.contracts.PlannedDataset;

/// Backfills through the batch backend. Each step can be repeated: a written partition is returned,
/// not recomputed, and a commit or registration that is there already is left alone. What a retry
/// can heal, such as a store that does not answer, is thrown as it came.
public final class BackfillActivitiesImpl implements BackfillActivities {
  private final ObjectStore store;
  private final Registry registry;
  private final PublishedPlans plans;
  private final EngineOptions options;
  private final Map<Backend, PartitionSubmitter> submitters;
  private final Backfills backfills;

  /// An implementation over one store, with the batch backend alone, of what was known.
  ///
  /// @param store where sources, plans and datasets are; stays the caller's to close
  public BackfillActivitiesImpl(ObjectStore store, Registry registry) {
    this(store, registry, EngineOptions.ofMachine(), Map.of(), null);
  }

  /// As [#BackfillActivitiesImpl(ObjectStore, Registry)], with backends besides the batch backend.
  ///
  /// @param options what each partition may use of this machine
  /// @param answers reads what was served, or null where that is refused
  public BackfillActivitiesImpl(
      ObjectStore store,
      Registry registry,
      EngineOptions options,
      Map<Backend, PartitionSubmitter> submitters,
      @Nullable ServedAnswers answers) {
    this.store = store;
    this.registry = registry;
    this.options = options;
    this.submitters = Map.copyOf(submitters);
    backfills = new Backfills(store, answers);
    plans = new PublishedPlans(store, registry);
  }

  @Override
  public BackfillPlan plan(BackfillRequest request) {
    return ActivityFailures.told(() -> planned(request));
  }

  private BackfillPlan planned(BackfillRequest request) {
    RequestCheck check = new RequestCheck();
    check.backend(request.backend(), submitters.keySet());
    check.visibility(request, backfills);
    Optional<Plan> plan = check.featureSet("featureSet", request.featureSet(), plans);
    List<Plan> alongside = check.alongside(request.alongside(), plan, plans);
    Optional<EventSource> source = check.source(request.source(), store);
    check.range(request.from(), request.to());
    Backfill backfill = check.backfill(backfills, plan, source, request);
    requireComplete(source.orElseThrow(), request);
    List<PlannedDataset> others =
        alongside.stream()
            .map(other -> RequestCheck.backfill(backfills, other, source.orElseThrow(), request))
            .map(BackfillActivitiesImpl::planned)
            .toList();
    PlannedDataset first = planned(backfill);
    return new BackfillPlan(
        first.datasetId(),
        first.location(),
        request.featureSet(),
        first.planHash(),
        request.source(),
        backfill.partitions().stream()
            .map(range -> new BackfillPartition(range.name(), range.from(), range.to()))
            .toList(),
        others,
        request.partitions(),
        request.backend(),
        request.visibility());
  }

  private static PlannedDataset planned(Backfill backfill) {
    return new PlannedDataset(
        backfill.datasetId(),
        Dataset.directory(backfill.datasetId()).value(),
        backfill.plan().reference(),
        backfill.plan().hash());
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
    return ActivityFailures.told(
        () -> {
          List<Backfill> reopened = reopen(plan);
          PartitionRange range =
              new PartitionRange(partition.name(), partition.from(), partition.to());
          try (Heartbeat heartbeat =
              Heartbeat.start(Activity.getExecutionContext(), partition.name())) {
            return result(write(plan, reopened, range, heartbeat).getFirst());
          }
        });
  }

  private List<WrittenPartition> write(
      BackfillPlan plan, List<Backfill> reopened, PartitionRange range, Heartbeat heartbeat) {
    return switch (plan.backend()) {
      case BATCH ->
          switch (plan.visibility()) {
            case AS_KNOWN -> BackfillPass.of(reopened, options).write(range, heartbeat);
            case AS_SERVED ->
                reopened.stream().map(each -> each.write(range, options, heartbeat)).toList();
          };
      case SPARK -> {
        PartitionSubmitter spark = submitter(plan.backend());
        yield reopened.stream().map(each -> spark.write(each, range, heartbeat)).toList();
      }
    };
  }

  private PartitionSubmitter submitter(Backend backend) {
    PartitionSubmitter submitter = submitters.get(backend);
    if (submitter == null) {
      throw new IllegalStateException(
          "Backend '%s': not on this worker; start a worker that has it".formatted(backend));
    }
    return submitter;
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
    return ActivityFailures.told(
        () -> {
          List<DatasetReference> references =
              reopen(plan).stream().map(each -> reference(each.commit())).toList();
          references.forEach(this::register);
          return references.getFirst();
        });
  }

  private static DatasetReference reference(Dataset dataset) {
    DatasetManifest manifest = dataset.manifest();
    Optional<DatasetManifest.Label> label = manifest.labels().stream().findFirst();
    return new DatasetReference(
        manifest.datasetId(),
        Dataset.directory(manifest.datasetId()).value(),
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

  /// The backfills that were planned, on whichever worker and however much later.
  private List<Backfill> reopen(BackfillPlan planned) {
    EventSource source = EventSource.open(store, planned.source());
    PlannedDataset first =
        new PlannedDataset(
            planned.datasetId(), planned.location(), planned.featureSet(), planned.planHash());
    return Stream.concat(Stream.of(first), planned.alongside().stream())
        .map(dataset -> reopen(dataset, planned, source))
        .toList();
  }

  private Backfill reopen(PlannedDataset dataset, BackfillPlan planned, EventSource source) {
    Instant from = planned.partitions().getFirst().from();
    Instant to = planned.partitions().getLast().to();
    Plan plan = plans.read(dataset.planHash());
    Backfill backfill =
        backfills.open(
            plan, source, from, to, RequestCheck.unit(planned.unit()), planned.visibility());
    if (!backfill.datasetId().equals(dataset.datasetId())) {
      throw new IllegalArgumentException(
          "Dataset '%s': its plan, source and range make '%s'; expected the plan that was returned"
              .formatted(dataset.datasetId(), backfill.datasetId()));
    }
    return backfill;
  }
}
