package roundhouse.activities.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.StateActivities;
import roundhouse.temporal.contracts.StateReference;
import roundhouse.temporal.contracts.StateRequest;

class StateActivitiesImplTest {
  private static final StateRequest ALL = new StateRequest("payment@1", "shop", null);

  @TempDir Path folder;

  private final List<Progress> heartbeats = new ArrayList<>();
  private final TestActivityEnvironment environment =
      TestActivityEnvironment.newInstance(TestEnvironmentOptions.getDefaultInstance());
  private ObjectStore store;
  private StateActivities activities;

  @BeforeEach
  void publishAndImport() {
    store = ObjectStores.onDisk(folder);
    Shop.publish(store);
    environment.setActivityHeartbeatListener(Progress.class, heartbeats::add);
    environment.registerActivitiesImplementations(
        new StateActivitiesImpl(store, Registry.open(store), EngineOptions.ofMachine()));
    activities = environment.newActivityStub(StateActivities.class);
  }

  @AfterEach
  void close() {
    environment.close();
    store.close();
  }

  @Test
  void aStateIsEmittedOnceHoweverOftenItIsAskedFor() {
    StateReference state = activities.emit(ALL);

    assertThat(state.location()).startsWith("states/payment-v1-");
    assertThat(state.featureSet()).isEqualTo("payment@1");
    assertThat(state.planHash()).isEqualTo(Shop.PLAN.hash());
    assertThat(state.source()).isEqualTo("shop");
    assertThat(state.knownBefore()).isEqualTo(Shop.COMPLETE_THROUGH);
    assertThat(state.entities()).isEqualTo(3);
    assertThat(state.importedStreams()).containsExactly("paid");
    assertThat(heartbeats).isNotEmpty();
    List<ObjectKey> files = store.list(ObjectKey.of(state.location()));
    assertThat(files).contains(ObjectKey.of(state.location() + "/manifest.json"));
    assertThat(state.bytes())
        .isEqualTo(
            files.stream()
                .filter(file -> file.value().endsWith(".state"))
                .mapToLong(file -> store.size(file).orElseThrow())
                .sum());

    assertThat(activities.emit(ALL)).isEqualTo(state);
    assertThat(activities.emit(upTo(0))).isEqualTo(state);
    assertThat(store.list(ObjectKey.of("states"))).isEqualTo(files);
  }

  @Test
  void anAttemptThatWasKilledBeforeTheManifestIsFinished() throws IOException {
    StateReference state = activities.emit(ALL);
    List<ObjectKey> files = store.list(ObjectKey.of(state.location()));
    Files.delete(folder.resolve(state.location()).resolve("manifest.json"));

    assertThat(activities.emit(ALL)).isEqualTo(state);
    assertThat(store.list(ObjectKey.of("states"))).containsExactlyInAnyOrderElementsOf(files);
  }

  @Test
  void aStateOfAnEarlierInstantHasLess() {
    StateReference early =
        activities.emit(
            new StateRequest("payment@1", "shop", Shop.START.plus(90, ChronoUnit.MINUTES)));
    assertThat(early.entities()).isZero();
    assertThat(early.location()).isNotEqualTo(activities.emit(ALL).location());
  }

  @Test
  void everyProblemOfARequestIsReportedAtOnce() {
    ApplicationFailure failure = refusal(new StateRequest("payments@1", "no such", null));

    assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getDetails().getSize()).isEqualTo(2);
    assertThat(failure.getDetails().get(0, Problem.class).subject()).isEqualTo("featureSet");
    assertThat(failure.getDetails().get(1, Problem.class).subject()).isEqualTo("source");
  }

  @Test
  void aSourceWithoutTheStreamsIsRefused() {
    Shop.publish(store, Shop.OTHER_PLAN);

    ApplicationFailure failure =
        refusal(new StateRequest(Shop.OTHER_PLAN.reference(), "shop", null));

    assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(failure.getOriginalMessage())
        .contains("Source 'shop'", "has no stream 'refunded'", "import the stream");
    assertThat(store.list(ObjectKey.of("states"))).isEmpty();
  }

  @Test
  void aSourceThatIsNotCompleteUpToTheInstantIsLateData() {
    ApplicationFailure failure = refusal(upTo(2));

    assertThat(failure.getType()).isEqualTo(FailureTypes.DATA_LATE);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .contains("State of 'payment@1'", "is complete through 2024-02-03T04:00:00.000001Z");
  }

  @Test
  void damagedEventsAreACorruptObjectAndNothingIsVisible() throws IOException {
    Path file = folder.resolve(store.list(ObjectKey.of("sources/shop/paid")).getFirst().value());
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    ApplicationFailure failure = refusal(ALL);

    assertThat(failure.getType()).isEqualTo(FailureTypes.CORRUPT_OBJECT);
    assertThat(failure.getOriginalMessage()).contains("sources/shop/paid/part-00000");
    assertThat(store.list(ObjectKey.of("states"))).isEmpty();
  }

  private static StateRequest upTo(int microsPastTheEnd) {
    return new StateRequest(
        "payment@1", "shop", Shop.COMPLETE_THROUGH.plus(microsPastTheEnd, ChronoUnit.MICROS));
  }

  private ApplicationFailure refusal(StateRequest request) {
    ActivityFailure failure =
        catchThrowableOfType(ActivityFailure.class, () -> activities.emit(request));
    return (ApplicationFailure) Objects.requireNonNull(failure.getCause());
  }
}
