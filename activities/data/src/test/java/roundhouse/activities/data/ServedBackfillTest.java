package roundhouse.activities.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.ServedAnswers;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.Backend;
import roundhouse.temporal.contracts.BackfillActivities;
import roundhouse.temporal.contracts.BackfillPlan;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PartitionResult;

/// Datasets of what was served, the answers being the shop's orders with a sum of their own.
class ServedBackfillTest {
  private static final BackfillRequest REQUEST =
      new BackfillRequest("payment@1", "shop", null, null).asServed();

  @TempDir Path folder;

  private final TestActivityEnvironment environment =
      TestActivityEnvironment.newInstance(TestEnvironmentOptions.getDefaultInstance());
  private ObjectStore store;
  private BackfillActivities activities;

  /// An answer for each order: the customer, and the order's number as what they paid; of refunds
  /// that number alone.
  private record AnswersOfOrders(String stream) implements ServedAnswers {
    @Override
    public void pass(EventSource source, Plan plan, InstantRange range, Sink sink) {
      var asks = plan.askStream();
      try (Rows rows = source.readAsks(asks, asks.fieldNames(), range)) {
        while (rows.next()) {
          long id = rows.longAt(asks.indexOf("orderId"));
          sink.take(
              rows,
              plan.reference().equals(Shop.OTHER_PLAN.reference())
                  ? ArrayRow.of(id)
                  : ArrayRow.of(rows.stringAt(asks.indexOf("customer")), (double) id));
        }
      }
    }
  }

  @BeforeEach
  void publishAndImport() {
    store = ObjectStores.onDisk(folder);
    Shop.publish(store);
    environment.registerActivitiesImplementations(
        new BackfillActivitiesImpl(
            store,
            Registry.open(store),
            EngineOptions.ofMachine(),
            Map.of(
                Backend.SPARK,
                (_, _, _) -> {
                  throw new AssertionError("nothing is submitted");
                }),
            new AnswersOfOrders("ordered")));
    activities = environment.newActivityStub(BackfillActivities.class);
  }

  @AfterEach
  void close() {
    environment.close();
    store.close();
  }

  @Test
  void aDatasetOfAnswersIsPlannedWrittenAndCommittedHoweverOftenEachStepRuns() {
    BackfillPlan known = activities.plan(new BackfillRequest("payment@1", "shop", null, null));
    BackfillPlan plan = activities.plan(REQUEST);
    assertThat(plan.datasetId()).startsWith("payment-v1-").isNotEqualTo(known.datasetId());
    assertThat(plan.partitions()).isEqualTo(known.partitions());

    List<PartitionResult> written = write(plan);
    assertThat(write(plan)).isEqualTo(written);
    DatasetReference dataset = activities.commit(plan, written);
    assertThat(activities.commit(plan, written)).isEqualTo(dataset);
    assertThat(dataset.datasetId()).isEqualTo(plan.datasetId());
    assertThat(dataset.rows()).isEqualTo(100);
    assertThat(dataset.labelled()).isEqualTo(75);

    Dataset made = Dataset.open(store, dataset.datasetId());
    assertThat(made.manifest().visibility()).isEqualTo(DatasetManifest.Visibility.AS_SERVED);
    try (Rows rows = made.read(List.of("orderId", "paid_1d"))) {
      while (rows.next()) {
        assertThat(rows.doubleAt(1)).isEqualTo((double) rows.longAt(0));
      }
    }
  }

  /// What only features read need not be in the source.
  @Test
  void answersOfSeveralFeatureSetsAreReadForOneRequest() {
    Shop.publish(store, Shop.OTHER_PLAN);
    BackfillPlan plan = activities.plan(REQUEST.alongside(List.of(Shop.OTHER_PLAN.reference())));
    activities.commit(plan, write(plan));

    Dataset refunds = Dataset.open(store, plan.alongside().getFirst().datasetId());
    assertThat(refunds.manifest().visibility()).isEqualTo(DatasetManifest.Visibility.AS_SERVED);
    try (Rows rows = refunds.read(List.of("orderId", "refunds_1d"))) {
      for (long id = 0; id < 100; id++) {
        assertThat(rows.next()).isTrue();
        assertThat(List.of(rows.longAt(0), rows.longAt(1))).isEqualTo(List.of(id, id));
      }
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void aPlanOfAnswersIsNotReopenedAsOneOfWhatWasKnown() {
    BackfillPlan plan = activities.plan(REQUEST);
    BackfillPlan other =
        new BackfillPlan(
            plan.datasetId(),
            plan.location(),
            plan.featureSet(),
            plan.planHash(),
            plan.source(),
            plan.partitions());
    assertThat(failure(() -> write(other)).getOriginalMessage())
        .contains(plan.datasetId(), "expected the plan that was returned");
  }

  @Test
  void sparkIsRefused() {
    ApplicationFailure failure = failure(() -> activities.plan(REQUEST.on(Backend.SPARK)));
    assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(failure.getOriginalMessage())
        .isEqualTo(
            "visibility 'AS_SERVED': expected AS_KNOWN on backend SPARK: of answers there is little to compute; ask for backend BATCH");
  }

  private List<PartitionResult> write(BackfillPlan plan) {
    return plan.partitions().stream()
        .map(partition -> activities.writePartition(plan, partition))
        .toList();
  }

  private static ApplicationFailure failure(Runnable step) {
    ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, step::run);
    return (ApplicationFailure) Objects.requireNonNull(failure.getCause());
  }
}
