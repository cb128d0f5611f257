package roundhouse.activities.training;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCanceledException;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.activities.training.inputs.InvalidRequestException;
import roundhouse.activities.training.inputs.Preparation;
import roundhouse.activities.training.local.LocalRunner;
import roundhouse.activities.training.runner.Candidate;
import roundhouse.activities.training.runner.PreparedInputs;
import roundhouse.activities.training.runner.TrainingOptions;
import roundhouse.activities.training.runner.TrainingOutcome;
import roundhouse.activities.training.runner.TrainingRun;
import roundhouse.activities.training.runner.TrainingRunner;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.UncertifiedModelException;
import roundhouse.scoring.registry.DamagedLogException;
import roundhouse.scoring.registry.RefusedChangeException;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.SteadyHeartbeat;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingActivities;
import roundhouse.temporal.contracts.TrainingInputs;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.contracts.TrainingResult;

/// The activities of a training, each idempotent by the training's id. Safe for use by many
/// threads.
public final class TrainingActivitiesImpl implements TrainingActivities {
  /// A run that is lost this often stays lost: some three minutes of retries.
  static final int LOST_ATTEMPTS = 10;

  private static final String TRAINER_LOST = "TrainerLost";
  private static final Logger LOG = LoggerFactory.getLogger(TrainingActivitiesImpl.class);

  private final ObjectStore store;
  private final TrainingRunner runner;
  private final Preparation preparation;
  private final CandidateStore candidates;
  private final Registration registration;
  private final Function<ActivityExecutionContext, ProgressSink> sinks;

  public TrainingActivitiesImpl(ObjectStore store, TrainingRunner runner) {
    this(store, runner, SignalledProgress::new);
  }

  /// @param sinks where a run's progress goes besides its heartbeats
  TrainingActivitiesImpl(
      ObjectStore store,
      TrainingRunner runner,
      Function<ActivityExecutionContext, ProgressSink> sinks) {
    this.store = store;
    this.runner = runner;
    this.preparation = new Preparation(store, runner);
    this.candidates = new CandidateStore(store);
    this.registration = new Registration(store);
    this.sinks = sinks;
  }

  /// Trainings that run as processes of this machine.
  public static TrainingActivitiesImpl onThisMachine(ObjectStore store, TrainingOptions options) {
    return new TrainingActivitiesImpl(store, LocalRunner.using(store, options));
  }

  @Override
  public TrainingInputs prepare(String trainingId, TrainingRequest request) {
    Progress preparing = Progress.at("preparing");
    try (SteadyHeartbeat heartbeat =
        SteadyHeartbeat.start(Activity.getExecutionContext(), preparing)) {
      return failingClearly(
          () ->
              preparation.prepare(trainingId, request, () -> heartbeat.accept(preparing)).inputs());
    }
  }

  @Override
  public TrainingResult run(TrainingInputs inputs, TrainingRequest request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    String trainingId = inputs.trainingId();
    return failingClearly(
        () -> {
          Optional<TrainingResult> accepted = candidates.findAccepted(trainingId);
          if (accepted.isPresent()) {
            return accepted.get();
          }
          TrainingOutcome outcome = outcome(trainingRun(context, inputs, request), context);
          // Another attempt may have been faster; then it does not matter how this one ended.
          TrainingResult result =
              candidates.findAccepted(trainingId).orElseGet(() -> judge(trainingId, outcome));
          runner.release(trainingId);
          return result;
        });
  }

  private TrainingRun trainingRun(
      ActivityExecutionContext context, TrainingInputs inputs, TrainingRequest request) {
    PreparedInputs prepared = Preparation.read(store, ObjectKey.of(inputs.location()));
    return new TrainingRun(
        inputs.trainingId(),
        context.getInfo().getAttempt(),
        prepared,
        request.workflow(),
        request.customParams(),
        request.resourceClass());
  }

  /// Only a cancellation ends the run. Whatever else a heartbeat throws, such as a worker's
  /// shutdown, leaves it to the next attempt, which adopts it.
  private TrainingOutcome outcome(TrainingRun run, ActivityExecutionContext context) {
    Consumer<Progress> observer = observer(context);
    try {
      TrainingRunner.Submission submission = runner.submit(run, observer);
      try {
        return submission.await(observer);
      } catch (ActivityCanceledException cancelled) {
        LOG.info("Training {}: cancelled, ending its trainer", run.trainingId());
        submission.cancel();
        throw cancelled;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Training '%s': the worker is stopping; another attempt goes on"
              .formatted(run.trainingId()),
          interrupted);
    }
  }

  /// Heartbeats each progress, and passes on as much of it as a workflow's history can bear.
  private Consumer<Progress> observer(ActivityExecutionContext context) {
    ProgressSink sink = sinks.apply(context);
    ProgressThrottle throttle = new ProgressThrottle(System.nanoTime());
    return progress -> {
      context.heartbeat(progress);
      if (throttle.admits(progress, System.nanoTime())) {
        sink.report(progress);
      }
    };
  }

  private TrainingResult judge(String trainingId, TrainingOutcome outcome) {
    return switch (outcome) {
      case TrainingOutcome.Succeeded(Candidate candidate) -> {
        checkExportable(candidate);
        yield candidates.accept(candidate);
      }
      case TrainingOutcome.UserFailed(String message, String traceback, String log) -> {
        runner.release(trainingId);
        throw userFailed(message, traceback, log);
      }
      case TrainingOutcome.Lost(String reason) ->
          throw lost(reason, Activity.getExecutionContext().getInfo().getAttempt());
    };
  }

  /// What no retry healed so often, such as a missing system library, a person must.
  static ApplicationFailure lost(String reason, int attempt) {
    return attempt < LOST_ATTEMPTS
        ? ApplicationFailure.newFailure(reason, TRAINER_LOST)
        : ApplicationFailure.newNonRetryableFailure(
            "%s; lost in %d attempts".formatted(reason, attempt), TRAINER_LOST);
  }

  /// Before the candidate counts: a model that no scorer can read is the user's to mend.
  private void checkExportable(Candidate candidate) {
    try {
      requireProbability(TreeModelFile.parse(store.read(ObjectKey.of(candidate.modelFile()))));
    } catch (UnsupportedModelException | MalformedModelException refused) {
      throw userFailed(
          "train: returned a model that cannot be scored: " + refused.getMessage(),
          "",
          candidate.log());
    }
  }

  /// What a tag serves and an evaluation judges is the probability of a label.
  private static void requireProbability(TreeEnsemble model) {
    if (model.margins() != 1 || !model.link().givesProbability()) {
      throw new UnsupportedModelException(
          "objective '%s' gives no probability of a label; expected one that does, such as binary:logistic"
              .formatted(model.description().objective()));
    }
  }

  private static ApplicationFailure userFailed(String message, String traceback, String log) {
    String text = traceback.isEmpty() ? message : message + "\n" + traceback;
    return ApplicationFailure.newNonRetryableFailure(
        text, FailureTypes.USER_CODE_FAILED, traceback, log);
  }

  @Override
  public TrainedModel register(
      TrainingInputs inputs, TrainingResult result, TrainingRequest request) {
    // The model is read, scored on its golden rows and put, which may take longer than a beat.
    try (SteadyHeartbeat _ =
        SteadyHeartbeat.start(Activity.getExecutionContext(), Progress.at("registering"))) {
      return failingClearly(() -> registration.register(inputs, result, request));
    }
  }

  /// Gives what no retry can heal its stable type; anything else is thrown as it came.
  private static <T> T failingClearly(Supplier<T> step) {
    try {
      return step.get();
    } catch (InvalidRequestException invalid) {
      throw permanent(invalid, FailureTypes.INVALID_REQUEST, invalid.problems());
    } catch (RefusedChangeException refused) {
      throw refused.isWorthARetry()
          ? refused
          : permanent(refused, FailureTypes.INVALID_REQUEST, List.of());
    } catch (UncertifiedModelException differing) {
      throw permanent(differing, FailureTypes.CERTIFICATE_REFUSED, List.of());
    } catch (CorruptObjectException
        | DamagedLogException
        | MissingObjectException
        | ConflictingObjectException
        | UnsupportedTableException
        | InvalidInputException corrupt) {
      throw permanent(corrupt, FailureTypes.CORRUPT_OBJECT, List.of());
    }
  }

  private static ApplicationFailure permanent(
      RuntimeException cause, String type, List<?> details) {
    return ApplicationFailure.newNonRetryableFailureWithCause(
        String.valueOf(cause.getMessage()), type, cause, details);
  }
}
