package roundhouse.activities.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.scoring.registry.Change;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DatasetId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.BackfillActivities;
import roundhouse.temporal.contracts.BackfillPlan;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PartitionResult;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Progress;

class BackfillActivitiesImplTest {
  @TempDir Path folder;

  private final List<Progress> heartbeats = new ArrayList<>();
  private ObjectStore store;
  private Registry registry;
  private TestActivityEnvironment environment;
  private BackfillActivities activities;

  @BeforeEach
  void publishAndImport() {
    store = ObjectStores.onDisk(folder);
    registry = Registry.open(store);
    Shop.publish(store);
    environment = TestActivityEnvironment.newInstance(TestEnvironmentOptions.getDefaultInstance());
    environment.setActivityHeartbeatListener(Progress.class, heartbeats::add);
    environment.registerActivitiesImplementations(new BackfillActivitiesImpl(store, registry));
    activities = environment.newActivityStub(BackfillActivities.class);
  }

  @AfterEach
  void close() {
    environment.close();
    store.close();
  }

  @Test
  void aRetiredFeatureSetIsRefusedWithTheReason() {
    FeatureSetId id = FeatureSetId.parse("payment@1");
    registry
        .append(CommandId.of("retire"), new Change.FeatureSetRetired(id, "replaced by payment@2"))
        .orThrow();
    assertThatThrownBy(() -> activities.plan(new BackfillRequest("payment@1", "shop", null, null)))
        .cause()
        .hasMessageContaining("featureSet 'payment@1': expected a version that is not retired")
        .hasMessageContaining("(replaced by payment@2)");
  }

  @Test
  void aDatasetIsPlannedWrittenCommittedAndRegisteredHoweverOftenEachStepRuns() {
    BackfillPlan plan = activities.plan(new BackfillRequest("payment@1", "shop", null, null));
    assertThat(plan.partitions())
        .extracting("name")
        .containsExactly("ask_month=2024-01", "ask_month=2024-02");
    assertThat(plan.datasetId()).startsWith("payment-v1-");

    List<PartitionResult> written = write(plan);
    assertThat(write(plan)).isEqualTo(written);
    assertThat(written).extracting(PartitionResult::rows).containsExactly(48L, 52L);
    assertThat(heartbeats).isNotEmpty();

    DatasetReference dataset = activities.commit(plan, written);
    assertThat(activities.commit(plan, written)).isEqualTo(dataset);
    assertThat(dataset.rows()).isEqualTo(100);
    assertThat(dataset.labelled()).isEqualTo(75);
    assertThat(dataset.positive())
        .isEqualTo(IntStream.range(0, 100).filter(i -> i % 4 != 0 && i % 20 > 10).count());
    assertThat(Dataset.open(store, dataset.datasetId()).manifest().digest())
        .isEqualTo(dataset.digest());
    assertThat(registry.state().dataset(DatasetId.of(dataset.datasetId())))
        .get()
        .extracting(recorded -> recorded.change().digest())
        .isEqualTo(dataset.digest());
    assertThat(registry.state().datasets()).hasSize(1);
  }

  @Test
  void featureSetsAskedByOneStreamComeOfOneRequestAsEachDoesAlone() {
    Shop.publish(store, Shop.HABIT_PLAN);
    BackfillRequest request = new BackfillRequest("payment@1", "shop", null, null);
    BackfillPlan plan = activities.plan(request.alongside(List.of("habit@1")));
    DatasetReference payment = activities.commit(plan, write(plan));

    String habit = plan.alongside().getFirst().datasetId();
    assertThat(registry.state().datasets()).hasSize(2);
    assertThat(registry.state().dataset(DatasetId.of(habit))).isPresent();
    try (ObjectStore other = ObjectStores.onDisk(folder.resolve("other"))) {
      Shop.publish(other);
      EventSource shop = EventSource.open(other, "shop");
      assertThat(manifest(payment.datasetId()))
          .isEqualTo(Backfill.of(other, Shop.PLAN, shop, null, null).run(1).manifest());
      assertThat(manifest(habit))
          .isEqualTo(Backfill.of(other, Shop.HABIT_PLAN, shop, null, null).run(1).manifest());
    }
  }

  /// Names the digest of each file.
  private DatasetManifest manifest(String datasetId) {
    return Dataset.open(store, datasetId).manifest();
  }

  @Test
  void aFeatureSetAskedByAnotherStreamIsNotMadeAlongside() {
    Shop.publish(store, Shop.PAYERS_PLAN);
    BackfillRequest request = new BackfillRequest("payment@1", "shop", null, null);

    assertThat(refusal(request.alongside(List.of("payers@1"))).getOriginalMessage())
        .isEqualTo(
            "alongside 'payers@1': expected a feature set asked by stream 'ordered', not 'paid'; request it by itself");
  }

  private List<PartitionResult> write(BackfillPlan plan) {
    return plan.partitions().stream()
        .map(partition -> activities.writePartition(plan, partition))
        .toList();
  }

  @Test
  void everyProblemOfARequestIsReportedAtOnce() {
    ApplicationFailure failure =
        refusal(
            new BackfillRequest(
                "payments@1", "no such", Shop.START, Shop.START.minus(1, ChronoUnit.DAYS)));

    assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getDetails().getSize()).isEqualTo(3);
    assertThat(failure.getDetails().get(0, Problem.class).subject()).isEqualTo("featureSet");
    assertThat(failure.getDetails().get(1, Problem.class).subject()).isEqualTo("source");
    assertThat(failure.getDetails().get(2, Problem.class).subject()).isEqualTo("from");
    assertThat(failure.getOriginalMessage())
        .contains("featureSet 'payments@1'", "source 'no such'", "from '2024-01-30T00:00:00Z'");
  }

  @Test
  void malformedNamesAndEmptyRangesAreProblems() {
    assertThat(
            refusal(new BackfillRequest("payment", "../shop", null, null)).getDetails().getSize())
        .isEqualTo(2);
    assertThat(
            refusal(new BackfillRequest("payment@1", "shop", null, Shop.START))
                .getOriginalMessage())
        .contains("Range 'start to 2024-01-30T00:00:00Z'");
  }

  @Test
  void aSourceThatIsNotCompleteThroughTheEndIsLateData() {
    ApplicationFailure failure =
        refusal(
            new BackfillRequest("payment@1", "shop", null, Shop.START.plus(99, ChronoUnit.DAYS)));

    assertThat(failure.getType()).isEqualTo(FailureTypes.DATA_LATE);
    assertThat(failure.getOriginalMessage())
        .contains("complete through 2024-02-03T04:00:00.000001Z");
  }

  @Test
  void aSourceThatIsNotCompleteThroughTheCutOffIsLateData() {
    ApplicationFailure failure = refusal(upTo(Shop.COMPLETE_THROUGH.plus(1, ChronoUnit.MICROS)));

    assertThat(failure.getType()).isEqualTo(FailureTypes.DATA_LATE);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .isEqualTo(
            "Source 'shop': complete through 2024-02-03T04:00:00.000001Z; expected 2024-02-03T04:00:00.000002Z or later, what the request must have complete; import what is missing under a new name, or ask for an earlier cut-off");
  }

  @Test
  void cutOffsThroughWhichTheSourceIsCompleteShareOneDataset() {
    BackfillPlan whole = activities.plan(new BackfillRequest("payment@1", "shop", null, null));

    assertThat(activities.plan(upTo(Shop.COMPLETE_THROUGH))).isEqualTo(whole);
    assertThat(activities.plan(upTo(Shop.START))).isEqualTo(whole);
  }

  private static BackfillRequest upTo(Instant cutOff) {
    return new BackfillRequest("payment@1", "shop", null, null, cutOff);
  }

  @Test
  void damagedEventsAreACorruptObjectAndNothingIsVisible() throws IOException {
    BackfillPlan plan = activities.plan(new BackfillRequest("payment@1", "shop", null, null));
    Path file = folder.resolve(store.list(ObjectKey.of("sources/shop/paid")).getFirst().value());
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    ApplicationFailure failure = failure(() -> write(plan));

    assertThat(failure.getType()).isEqualTo(FailureTypes.CORRUPT_OBJECT);
    assertThat(failure.getOriginalMessage()).contains("sources/shop/paid/part-00000");
    assertThat(store.list(ObjectKey.of("datasets"))).isEmpty();
  }

  @Test
  void aPlanThatIsNotTheOnePublishedIsACorruptObject() throws IOException {
    Path file = folder.resolve(Shop.planKey().value());
    Files.delete(file);
    Files.writeString(file, "{}");

    assertThat(refusal(new BackfillRequest("payment@1", "shop", null, null)).getType())
        .isEqualTo(FailureTypes.CORRUPT_OBJECT);
  }

  @Test
  void committingBeforeAllIsWrittenFails() {
    BackfillPlan plan = activities.plan(new BackfillRequest("payment@1", "shop", null, null));

    assertThatThrownBy(() -> activities.commit(plan, List.of()))
        .rootCause()
        .hasMessageContaining("partition 'ask_month=2024-01' is not written");
  }

  private ApplicationFailure refusal(BackfillRequest request) {
    return failure(() -> activities.plan(request));
  }

  private static ApplicationFailure failure(Runnable step) {
    ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, step::run);
    return (ApplicationFailure) Objects.requireNonNull(failure.getCause());
  }
}
