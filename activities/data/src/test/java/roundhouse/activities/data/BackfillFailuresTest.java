package roundhouse.activities.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.scoring.registry.Change;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DamagedLogException;
import roundhouse.scoring.registry.DatasetId;
import roundhouse.scoring.registry.RefusedChangeException;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.storage.S3Credentials;
import roundhouse.storage.S3Options;
import roundhouse.storage.StoreUnavailableException;
import roundhouse.temporal.contracts.Backend;
import roundhouse.temporal.contracts.BackfillActivities;
import roundhouse.temporal.contracts.BackfillPlan;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PartitionResult;
import roundhouse.temporal.contracts.Problem;

/// What goes wrong in a backfill, as the workflow is told it: what no retry can heal has its type
/// and ends the run, all else is retried. Each test first gets as far as without the fault.
class BackfillFailuresTest {
  private static final BackfillRequest REQUEST =
      new BackfillRequest("payment@1", "shop", null, null);

  @TempDir Path folder;
  private final TestActivityEnvironment environment = newEnvironment();
  private ObjectStore store;
  private BackfillActivities activities;

  @BeforeEach
  void publishAndImport() {
    store = ObjectStores.onDisk(folder);
    Shop.publish(store);
    activities = activitiesOn(store, environment);
  }

  private static TestActivityEnvironment newEnvironment() {
    return TestActivityEnvironment.newInstance(TestEnvironmentOptions.getDefaultInstance());
  }

  private static BackfillActivities activitiesOn(
      ObjectStore objects, TestActivityEnvironment environment) {
    environment.registerActivitiesImplementations(
        new BackfillActivitiesImpl(objects, Registry.open(objects)));
    return environment.newActivityStub(BackfillActivities.class);
  }

  @AfterEach
  void close() {
    environment.close();
    store.close();
  }

  @Test
  void aBitFlippedInAnEventFileIsACorruptObject() throws IOException {
    BackfillPlan plan = activities.plan(REQUEST);
    ObjectKey events = store.list(ObjectKey.of("sources/shop/ordered")).getFirst();
    byte[] bytes = store.read(events);
    bytes[bytes.length / 2] ^= 1;
    replace(events, bytes);

    assertFinal(
        failure(() -> write(plan)),
        CorruptObjectException.class,
        FailureTypes.CORRUPT_OBJECT,
        "Object '%s'".formatted(events),
        "expected sha256",
        "restore the object from a copy");
    assertThat(store.list(Dataset.directory(plan.datasetId()))).isEmpty();
  }

  @Test
  void anEventFileThatIsGoneIsACorruptObject() throws IOException {
    BackfillPlan plan = activities.plan(REQUEST);
    ObjectKey events = store.list(ObjectKey.of("sources/shop/paid")).getFirst();
    Files.delete(folder.resolve(events.value()));

    assertFinal(
        failure(() -> write(plan)),
        CorruptObjectException.class,
        FailureTypes.CORRUPT_OBJECT,
        "Object '%s'".formatted(events),
        "they are missing");
  }

  @Test
  void aSourceWithoutItsManifestIsACorruptObject() throws IOException {
    BackfillPlan plan = activities.plan(REQUEST);
    Files.delete(folder.resolve("sources/shop/manifest.json"));

    assertFinal(
        failure(() -> write(plan)),
        MissingObjectException.class,
        FailureTypes.CORRUPT_OBJECT,
        "sources/shop/manifest.json");
  }

  @Test
  void aSourcesManifestThatIsNoneIsACorruptObject() throws IOException {
    replace(ObjectKey.of("sources/shop/manifest.json"), "{\"format\":".getBytes(UTF_8));

    assertFinal(
        failure(() -> activities.plan(REQUEST)),
        CorruptObjectException.class,
        FailureTypes.CORRUPT_OBJECT,
        "sources/shop/manifest.json");
  }

  @Test
  void anotherDatasetInItsPlaceIsACorruptObject() {
    BackfillPlan plan = activities.plan(REQUEST);
    List<PartitionResult> written = write(plan);
    store.putOnce(Dataset.manifestKey(plan.datasetId()), "{}".getBytes(UTF_8));

    assertFinal(
        failure(() -> activities.commit(plan, written)),
        ConflictingObjectException.class,
        FailureTypes.CORRUPT_OBJECT,
        Dataset.manifestKey(plan.datasetId()).value());
  }

  @Test
  void aDatasetRegisteredWithAnotherDigestIsRefused() {
    BackfillPlan plan = activities.plan(REQUEST);
    List<PartitionResult> written = write(plan);
    Registry.open(store)
        .append(
            CommandId.of("another"),
            new Change.DatasetRegistered(
                DatasetId.of(plan.datasetId()), "0".repeat(64), plan.location()))
        .orThrow();

    assertFinal(
        failure(() -> activities.commit(plan, written)),
        RefusedChangeException.class,
        FailureTypes.INVALID_REQUEST,
        plan.datasetId());
  }

  @Test
  void aRegistryOfANewerVersionIsWorthARetry() {
    BackfillPlan plan = activities.plan(REQUEST);
    List<PartitionResult> written = write(plan);
    putEntry(2, "{\"format\":2}");

    assertRetried(
        failure(() -> activities.commit(plan, written)), RefusedChangeException.class, "format 2");
  }

  @Test
  void aRegistryThatLostAnEntryIsACorruptObject() {
    putEntry(3, "void");

    assertFinal(
        failure(() -> activities.plan(REQUEST)),
        DamagedLogException.class,
        FailureTypes.CORRUPT_OBJECT,
        "Registry entry '2'");
  }

  @Test
  void aStoreThatDoesNotAnswerIsWorthARetry() {
    S3Options nobody =
        new S3Options(
            URI.create("http://127.0.0.1:1"), "eu-central-1", new S3Credentials("id", "secret"));
    TestActivityEnvironment other = newEnvironment();
    try (ObjectStore away = ObjectStores.open("s3://bucket/prefix", nobody)) {
      BackfillActivities remote = activitiesOn(away, other);
      assertRetried(
          failure(() -> remote.plan(REQUEST)), StoreUnavailableException.class, "s3://bucket");
    } finally {
      other.close();
    }
  }

  @Test
  void aFeatureSetThatTheSourceCannotServeIsRefusedWithEveryProblem() {
    assertThat(activities.plan(REQUEST).partitions()).isNotEmpty();
    Shop.publish(store, Shop.OTHER_PLAN);

    ApplicationFailure failure =
        failure(
            () ->
                activities.plan(
                    new BackfillRequest(Shop.OTHER_PLAN.reference(), "shop", null, null)));

    assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getDetails().get(0, Problem.class).toString()).contains("refunded");
  }

  @Test
  void aBackendThatTheWorkerHasNotIsRefused() {
    ApplicationFailure failure = failure(() -> activities.plan(REQUEST.on(Backend.SPARK)));

    assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(failure.getOriginalMessage())
        .isEqualTo(
            "backend 'SPARK': expected a backend that the worker has; ask for BATCH, or name a master in the worker's roundhouse.spark.master");
  }

  @Test
  void whatWasServedIsRefusedWhereTheWorkerReadsNoAnswers() {
    ApplicationFailure failure = failure(() -> activities.plan(REQUEST.asServed()));

    assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(failure.getOriginalMessage())
        .isEqualTo(
            "visibility 'AS_SERVED': expected AS_KNOWN, for this worker was not told how to read answers; start one that was, as workers/worker is");
  }

  private List<PartitionResult> write(BackfillPlan plan) {
    return plan.partitions().stream()
        .map(partition -> activities.writePartition(plan, partition))
        .toList();
  }

  private void replace(ObjectKey key, byte[] content) throws IOException {
    Path file = folder.resolve(key.value());
    Files.delete(file);
    Files.write(file, content);
  }

  private void putEntry(int number, String content) {
    store.putOnce(
        ObjectKey.of("registry/log/%020d.json".formatted(number)), content.getBytes(UTF_8));
  }

  private static ApplicationFailure failure(Runnable step) {
    ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, step::run);
    return (ApplicationFailure) Objects.requireNonNull(failure.getCause());
  }

  private static void assertFinal(
      ApplicationFailure failure,
      Class<? extends RuntimeException> cause,
      String type,
      String... message) {
    assertThat(failure.getType()).isEqualTo(type);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage()).contains(message);
    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            inner -> assertThat(inner.getType()).isEqualTo(cause.getName()));
  }

  private static void assertRetried(
      ApplicationFailure failure, Class<? extends RuntimeException> type, String message) {
    assertThat(failure.getType()).isEqualTo(type.getName());
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getOriginalMessage()).contains(message);
  }
}
