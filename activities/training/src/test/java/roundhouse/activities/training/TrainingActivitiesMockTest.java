package roundhouse.activities.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import roundhouse.activities.training.runner.Candidate;
import roundhouse.activities.training.runner.TrainingDocuments;
import roundhouse.activities.training.runner.TrainingOutcome;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.TrainingActivities;
import roundhouse.temporal.contracts.TrainingInputs;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.contracts.TrainingResult;

/// The activities as Temporal calls them, with a runner that trains nothing.
class TrainingActivitiesMockTest {
  private static final TrainingRequest REQUEST = SmallDataset.request("jvm:xgboost", Map.of());
  private static final String RESULT = "trainings/training-1/result.json";

  @TempDir private Path folder;
  private ObjectStore store;
  private final List<Progress> reported = new CopyOnWriteArrayList<>();
  private TestActivityEnvironment environment;

  @BeforeEach
  void writeDataset() throws IOException {
    store = ObjectStores.onDisk(folder.resolve("store"));
    SmallDataset.write(store, folder);
    environment = TestActivityEnvironment.newInstance();
  }

  @AfterEach
  void closeEnvironment() {
    environment.close();
  }

  private TrainingActivities activities(ScriptedRunner runner) {
    environment.registerActivitiesImplementations(
        new TrainingActivitiesImpl(store, runner, context -> reported::add));
    return environment.newActivityStub(
        TrainingActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(java.time.Duration.ofMinutes(1))
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
            .build());
  }

  private static ApplicationFailure failureOf(Runnable step) {
    ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, step::run);
    assertThat(failure.getCause()).isInstanceOf(ApplicationFailure.class);
    return (ApplicationFailure) failure.getCause();
  }

  private static Candidate candidate(int attempt) {
    return new Candidate(
        "training-1",
        attempt,
        "trainings/training-1/" + attempt + "/model.ubj",
        "0".repeat(64),
        "trainings/training-1/" + attempt + "/log.txt",
        "unversioned",
        "xgboost 3.2.0",
        List.of());
  }

  private TrainingResult acceptedElsewhere() {
    return new CandidateStore(store).accept(candidate(7));
  }

  @Test
  void everyProblemOfARequestIsInTheFailuresDetails() {
    TrainingActivities activities = activities(ScriptedRunner.thatNeverRuns());
    TrainingRequest request =
        new TrainingRequest(
            "late-arrival",
            "",
            "nowhere",
            List.of(),
            "",
            "late",
            REQUEST.cutOff(),
            REQUEST.holdOut(),
            "jvm:xgboost",
            Map.of(),
            "cpu");
    ApplicationFailure failure = failureOf(() -> activities.prepare("training-1", request));
    assertThat(failure.getType()).isEqualTo(FailureTypes.INVALID_REQUEST);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .isEqualTo(
            """
            Owner '': expected a team or person; say who answers for the model
            Dataset 'nowhere': expected the id of a committed dataset; backfill it first, or correct the id""");
    assertThat(failure.getDetails().get(Problem[].class)).hasSize(2);
  }

  @Test
  void runIsGivenWhatWasPrepared() {
    ScriptedRunner runner =
        new ScriptedRunner(run -> new TrainingOutcome.UserFailed("train: no", "", "log"));
    TrainingActivities activities = activities(runner);
    TrainingInputs inputs = activities.prepare("training-1", REQUEST);
    ApplicationFailure unused = failureOf(() -> activities.run(inputs, REQUEST));
    assertThat(runner.submitted).hasSize(1);
    assertThat(runner.submitted.getFirst().inputs().inputs()).isEqualTo(inputs);
    assertThat(runner.submitted.getFirst().seed()).isEqualTo(42);
    assertThat(reported).containsExactly(new Progress("training", 0.5, "half-way"));
  }

  @Test
  void failureOfTheUsersCodeIsNotRetriedAndCarriesTheTraceback() {
    ScriptedRunner runner =
        new ScriptedRunner(
            run ->
                new TrainingOutcome.UserFailed(
                    "train: raised ValueError: no", "File \"mine.py\", line 2", "a/log.txt"));
    TrainingActivities activities = activities(runner);
    TrainingInputs inputs = activities.prepare("training-1", REQUEST);
    ApplicationFailure failure = failureOf(() -> activities.run(inputs, REQUEST));
    assertThat(failure.getType()).isEqualTo(FailureTypes.USER_CODE_FAILED);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage())
        .isEqualTo("train: raised ValueError: no\nFile \"mine.py\", line 2");
    assertThat(failure.getDetails().get(0, String.class)).isEqualTo("File \"mine.py\", line 2");
    assertThat(failure.getDetails().get(1, String.class)).isEqualTo("a/log.txt");
    assertThat(runner.released).containsExactly("training-1");
    assertThat(store.find(ObjectKey.of(RESULT))).isEmpty();
  }

  @Test
  void lostRunIsRetriedAndItsFolderKept() {
    ScriptedRunner runner = new ScriptedRunner(run -> new TrainingOutcome.Lost("it is gone"));
    TrainingActivities activities = activities(runner);
    TrainingInputs inputs = activities.prepare("training-1", REQUEST);
    ApplicationFailure failure = failureOf(() -> activities.run(inputs, REQUEST));
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getOriginalMessage()).isEqualTo("it is gone");
    assertThat(runner.released).isEmpty();
  }

  @Test
  void aRunThatIsLostAgainAndAgainIsNotRetriedForEver() {
    int last = TrainingActivitiesImpl.LOST_ATTEMPTS;
    assertThat(TrainingActivitiesImpl.lost("no libgomp1", last - 1).isNonRetryable()).isFalse();
    ApplicationFailure failure = TrainingActivitiesImpl.lost("no libgomp1", last);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getOriginalMessage()).isEqualTo("no libgomp1; lost in 10 attempts");
  }

  @Test
  void acceptedResultIsLookedForBeforeAnythingIsStarted() {
    ScriptedRunner runner = ScriptedRunner.thatNeverRuns();
    TrainingActivities activities = activities(runner);
    TrainingInputs inputs = activities.prepare("training-1", REQUEST);
    TrainingResult accepted = acceptedElsewhere();
    assertThat(activities.run(inputs, REQUEST)).isEqualTo(accepted);
    assertThat(runner.submitted).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("lateOutcomes")
  void loserOfAnyKindAdoptsTheAcceptedResult(TrainingOutcome outcome) {
    ScriptedRunner runner =
        new ScriptedRunner(
            run -> {
              TrainingResult unused = acceptedElsewhere();
              return outcome;
            });
    TrainingActivities activities = activities(runner);
    TrainingInputs inputs = activities.prepare("training-1", REQUEST);
    assertThat(activities.run(inputs, REQUEST).attempt()).isEqualTo(7);
  }

  static Stream<TrainingOutcome> lateOutcomes() {
    return Stream.of(
        new TrainingOutcome.Lost("it is gone"),
        new TrainingOutcome.UserFailed("no", "", "log"),
        new TrainingOutcome.Succeeded(candidate(1)));
  }

  @Test
  void candidateThatNoScorerReadsIsTheUsersFailure() {
    ScriptedRunner runner =
        new ScriptedRunner(
            run -> {
              store.putOnce(ObjectKey.of(candidate(1).modelFile()), "{}".getBytes(UTF_8));
              return new TrainingOutcome.Succeeded(candidate(1));
            });
    TrainingActivities activities = activities(runner);
    TrainingInputs inputs = activities.prepare("training-1", REQUEST);
    ApplicationFailure failure = failureOf(() -> activities.run(inputs, REQUEST));
    assertThat(failure.getType()).isEqualTo(FailureTypes.USER_CODE_FAILED);
    assertThat(failure.getOriginalMessage())
        .startsWith("train: returned a model that cannot be scored: ");
    assertThat(store.find(ObjectKey.of(RESULT))).isEmpty();
  }

  @Test
  void cancellationEndsTheRun() {
    ScriptedRunner runner = new ScriptedRunner(run -> new TrainingOutcome.Lost("it is gone"));
    TrainingActivities activities = activities(runner);
    TrainingInputs inputs = activities.prepare("training-1", REQUEST);
    environment.requestCancelActivity();
    Throwable failure =
        catchThrowableOfType(Throwable.class, () -> activities.run(inputs, REQUEST));
    assertThat(failure)
        .satisfiesAnyOf(
            f -> assertThat(f).isInstanceOf(CanceledFailure.class),
            f -> assertThat(f).hasCauseInstanceOf(CanceledFailure.class),
            f -> assertThat(f).isInstanceOf(CancellationException.class));
    assertThat(runner.cancelled).hasSize(1);
  }

  @Test
  void otherFailuresOfAHeartbeatLeaveTheRun() {
    ScriptedRunner runner =
        new ScriptedRunner(
            run -> {
              throw new IllegalStateException("the worker shuts down");
            });
    TrainingActivities activities = activities(runner);
    TrainingInputs inputs = activities.prepare("training-1", REQUEST);
    ApplicationFailure failure = failureOf(() -> activities.run(inputs, REQUEST));
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(runner.cancelled).isEmpty();
  }

  @Test
  void registrationOfACandidateOfOtherBytesIsRefusedAsCorrupt() {
    TrainingActivities activities = activities(ScriptedRunner.thatNeverRuns());
    TrainingInputs inputs = activities.prepare("training-1", REQUEST);
    TrainingResult result = acceptedElsewhere();
    store.putOnce(ObjectKey.of(result.modelFile()), "other".getBytes(UTF_8));
    store.putOnce(
        ObjectKey.of("trainings/training-1/7/candidate.json"),
        TrainingDocuments.write(candidate(7)));
    ApplicationFailure failure = failureOf(() -> activities.register(inputs, result, REQUEST));
    assertThat(failure.getType()).isEqualTo(FailureTypes.CORRUPT_OBJECT);
    assertThat(failure.isNonRetryable()).isTrue();
  }
}
