package roundhouse.activities.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.training.local.TrainingMachine;
import roundhouse.activities.training.runner.Candidate;
import roundhouse.activities.training.runner.TrainingDocuments;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.ObjectKey;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingActivities;
import roundhouse.temporal.contracts.TrainingInputs;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.contracts.TrainingResult;

/// From a request to a registered model with real trainers.
class TrainingActivitiesIT {
  @TempDir private Path folder;
  private TrainingMachine machine;
  private TestActivityEnvironment environment;
  private TrainingActivities activities;

  @BeforeEach
  void startMachine() throws IOException {
    machine = new TrainingMachine(folder);
    SmallDataset.write(machine.store(), folder);
    startWorker();
  }

  private void startWorker() {
    environment = TestActivityEnvironment.newInstance();
    environment.registerActivitiesImplementations(
        TrainingActivitiesImpl.onThisMachine(machine.store(), machine.options()));
    activities =
        environment.newActivityStub(
            TrainingActivities.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofMinutes(5))
                .setHeartbeatTimeout(Duration.ofSeconds(20))
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
                .build());
  }

  @AfterEach
  void closeEnvironment() {
    environment.close();
  }

  private TrainedModel train(String trainingId, TrainingRequest request) {
    TrainingInputs inputs = activities.prepare(trainingId, request);
    TrainingResult result = activities.run(inputs, request);
    return activities.register(inputs, result, request);
  }

  private static ApplicationFailure failureOf(ThrowingCallable step) {
    ActivityFailure failure = catchThrowableOfType(ActivityFailure.class, step);
    assertThat(failure.getCause()).isInstanceOf(ApplicationFailure.class);
    return (ApplicationFailure) requireNonNull(failure.getCause());
  }

  private ModelArtefact artefact(TrainedModel model) {
    ObjectKey directory = ObjectKey.of("models/" + model.modelId());
    return ModelArtefact.read(name -> machine.store().find(directory.resolve(name)));
  }

  private void assertServesItsDataset(TrainedModel model) {
    ScoringModel scorer = ScoringModel.load(artefact(model));
    List<String> features = scorer.schema().names();
    Map<String, Object> values = new java.util.HashMap<>();
    try (var rows = Dataset.open(machine.store(), model.datasetId()).read(features)) {
      assertThat(rows.next()).isTrue();
      for (int column = 0; column < features.size(); column++) {
        values.put(features.get(column), rows.valueAt(column));
      }
    }
    assertThat(scorer.score(values).probability()).isBetween(0.0, 1.0);
  }

  @Test
  void jvmTrainerGivesARegisteredModelThatIsServed() {
    TrainingRequest request = SmallDataset.request("jvm:xgboost", Map.of("rounds", 20));
    TrainedModel model = train("training-1", request);

    assertThat(model.modelId()).matches("late-arrival-[0-9a-f]{12}");
    assertThat(model.trainer()).isEqualTo("jvm");
    assertThat(model.certificate()).isEqualTo("exact");
    assertThat(model.holdoutTo()).isEqualTo(request.cutOff());
    var registered =
        Registry.open(machine.store()).state().model(ModelId.of(model.modelId())).orElseThrow();
    assertThat(registered.change().manifestSha256()).isEqualTo(artefact(model).manifestSha256());
    assertThat(registered.change().trainer()).isEqualTo("jvm:xgboost");
    assertServesItsDataset(model);
  }

  @Test
  void pythonTrainerGivesARegisteredModelThatIsServed() throws Exception {
    machine.assumePython();
    machine.writeWorkflow("good", TrainingMachine.GOOD_WORKFLOW);
    Set<String> stages = ConcurrentHashMap.newKeySet();
    environment.setActivityHeartbeatListener(Progress.class, told -> stages.add(told.stage()));

    TrainedModel model =
        train("training-1", SmallDataset.request("python:good", Map.of("rounds", 40)));

    assertThat(model.trainer()).isEqualTo("python");
    assertThat(model.certificate()).isEqualTo("exact");
    assertThat(stages).contains("preparing", "preparing the trainer");
    assertServesItsDataset(model);
  }

  @Test
  void everyStepDoneAgainGivesTheSameModelOnce() {
    TrainingRequest request = SmallDataset.request("jvm:xgboost", Map.of("rounds", 5));
    TrainedModel model = train("training-1", request);
    assertThat(train("training-1", request)).isEqualTo(model);
    assertThat(Registry.open(machine.store()).state().models()).hasSize(1);
    assertThat(Registry.open(machine.store()).state().head()).isEqualTo(1);
    assertThat(machine.options().runsDir().resolve("training-1")).doesNotExist();
  }

  @Test
  void registrationAfterACrashBeforeTheRegistrysEntryGoesOn() {
    TrainingRequest request = SmallDataset.request("jvm:xgboost", Map.of("rounds", 5));
    TrainedModel model = train("training-1", request);
    byte[] before =
        machine.store().read(ObjectKey.of("models/" + model.modelId() + "/manifest.json"));
    assertThat(folder.resolve("store/registry/log/00000000000000000001.json").toFile().delete())
        .isTrue();
    environment.close();
    startWorker();
    assertThat(train("training-1", request)).isEqualTo(model);
    assertThat(machine.store().read(ObjectKey.of("models/" + model.modelId() + "/manifest.json")))
        .isEqualTo(before);
    assertThat(Registry.open(machine.store()).state().models()).hasSize(1);
  }

  @Test
  void sameRequestUnderAnotherIdGivesTheSameModelFile() {
    TrainingRequest request = SmallDataset.request("jvm:xgboost", Map.of("rounds", 20));
    ModelArtefact first = artefact(train("training-1", request));
    ModelArtefact second = artefact(train("training-2", request));
    assertThat(second.files().get(second.modelFileName()))
        .isEqualTo(first.files().get(first.modelFileName()));
    assertThat(second.card().modelId()).isNotEqualTo(first.card().modelId());
  }

  @Test
  void modelWhoseMarginsDifferFromItsTrainersIsRefused() {
    TrainingRequest request = SmallDataset.request("jvm:xgboost", Map.of("rounds", 5));
    TrainingInputs inputs = activities.prepare("training-1", request);
    TrainingResult result = activities.run(inputs, request);
    TrainingResult forged = withOneMarginChanged(result);

    ApplicationFailure cause = failureOf(() -> activities.register(inputs, forged, request));

    assertThat(cause.getType()).isEqualTo(FailureTypes.CERTIFICATE_REFUSED);
    assertThat(cause.isNonRetryable()).isTrue();
    assertThat(Registry.open(machine.store()).state().models()).isEmpty();
  }

  /// The same model beside a candidate with one margin off by one ulp.
  private TrainingResult withOneMarginChanged(TrainingResult result) {
    Candidate candidate = CandidateStore.candidateOf(machine.store(), result);
    List<String> margins = new java.util.ArrayList<>(candidate.margins());
    margins.set(3, Double.toString(Math.nextUp(Float.parseFloat(margins.get(3)))));
    ObjectKey directory = ObjectKey.of("trainings/training-1/forged");
    ObjectKey model = directory.resolve("model.ubj");
    machine.store().putOnce(model, machine.store().read(ObjectKey.of(result.modelFile())));
    machine
        .store()
        .putOnce(
            directory.resolve("candidate.json"),
            TrainingDocuments.write(
                new Candidate(
                    candidate.trainingId(),
                    candidate.attempt(),
                    model.value(),
                    candidate.modelSha256(),
                    candidate.log(),
                    candidate.codeRevision(),
                    candidate.library(),
                    margins)));
    return new TrainingResult(
        result.trainingId(),
        result.attempt(),
        model.value(),
        result.modelSha256(),
        result.log(),
        result.codeRevision(),
        result.library());
  }

  @Test
  void modelThatNoScorerReadsIsTheUsersFailure() throws Exception {
    machine.assumePython();
    machine.writeWorkflow(
        "counts",
        """
        import xgboost

        def train(features, labels, params, context):
            return xgboost.train({"objective": "count:poisson"}, features.to_dmatrix(labels), 3)
        """);
    TrainingRequest request = SmallDataset.request("python:counts", Map.of());
    TrainingInputs inputs = activities.prepare("training-1", request);
    ApplicationFailure cause = failureOf(() -> activities.run(inputs, request));
    assertThat(cause.getType()).isEqualTo(FailureTypes.USER_CODE_FAILED);
    assertThat(cause.getOriginalMessage()).contains("cannot be scored", "count:poisson");
  }
}
