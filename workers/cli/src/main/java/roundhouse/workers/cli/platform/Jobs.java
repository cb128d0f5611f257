package roundhouse.workers.cli.platform;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.api.workflow.v1.PendingChildExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import roundhouse.storage.Digests;
import roundhouse.temporal.contracts.BackfillFeatures;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.EmitState;
import roundhouse.temporal.contracts.EvaluateModel;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.RetrainModel;
import roundhouse.temporal.contracts.RetrainingRequest;
import roundhouse.temporal.contracts.RetrainingResult;
import roundhouse.temporal.contracts.StateReference;
import roundhouse.temporal.contracts.StateRequest;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.contracts.TrainModel;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.runtime.Payloads;
import roundhouse.workers.cli.terminal.ProgressLine;

/// Starts the platform's workflows and waits for them. A job's id is derived from its request where
/// none is given: the same request again finds the job that is running or done, and only a failed
/// one is started anew.
public final class Jobs {
  private static final long POLL_MILLIS = 500;
  private static final int ID_DIGITS = 12;

  private final WorkflowClient client;
  private final Runnable watch;

  public Jobs(WorkflowClient client) {
    this(client, () -> {});
  }

  /// @param watch called now and then while a job is waited for; what it throws ends the waiting
  public Jobs(WorkflowClient client, Runnable watch) {
    this.client = client;
    this.watch = watch;
  }

  /// An id for a request: `prefix` and a digest of the request.
  public static String idOf(String prefix, Object request) {
    String json = Payloads.mapper().writeValueAsString(request);
    return prefix + "-" + Digests.sha256Hex(json).substring(0, ID_DIGITS);
  }

  public Job<DatasetReference> backfill(String id, BackfillRequest request) {
    BackfillFeatures workflow = stub(BackfillFeatures.class, id, TaskQueues.FEATURES);
    start(() -> WorkflowClient.start(workflow::backfill, request));
    return Job.of(WorkflowStub.fromTyped(workflow), DatasetReference.class, workflow::progress);
  }

  public Job<StateReference> emitState(String id, StateRequest request) {
    EmitState workflow = stub(EmitState.class, id, TaskQueues.FEATURES);
    start(() -> WorkflowClient.start(workflow::emit, request));
    return Job.of(WorkflowStub.fromTyped(workflow), StateReference.class, workflow::progress);
  }

  public Job<TrainedModel> train(String id, TrainingRequest request) {
    TrainModel workflow = stub(TrainModel.class, id, TaskQueues.TRAINING);
    start(() -> WorkflowClient.start(workflow::train, request));
    return Job.of(WorkflowStub.fromTyped(workflow), TrainedModel.class, workflow::progress);
  }

  public Job<EvaluationSummary> evaluate(String id, EvaluationRequest request) {
    EvaluateModel workflow = stub(EvaluateModel.class, id, TaskQueues.EVALUATION);
    start(() -> WorkflowClient.start(workflow::evaluate, request));
    return Job.of(WorkflowStub.fromTyped(workflow), EvaluationSummary.class, workflow::progress);
  }

  public Job<RetrainingResult> retrain(String id, RetrainingRequest request) {
    RetrainModel workflow = stub(RetrainModel.class, id, TaskQueues.RETRAINING);
    start(() -> WorkflowClient.start(workflow::retrain, request));
    return findRetraining(id);
  }

  /// A retraining that something else started, such as a schedule.
  public Job<RetrainingResult> findRetraining(String id) {
    RetrainModel workflow = client.newWorkflowStub(RetrainModel.class, id);
    return Job.of(
        WorkflowStub.fromTyped(workflow),
        RetrainingResult.class,
        () -> withChild(workflow.progress(), id));
  }

  /// A retraining is as far in its stage as the child that does it.
  private Progress withChild(Progress parent, String id) {
    return runningChild(id)
        .map(child -> client.newUntypedWorkflowStub(child).query("progress", Progress.class))
        .map(
            child ->
                new Progress(
                    parent.stage().equals(child.stage())
                        ? parent.stage()
                        : parent.stage() + ", " + child.stage(),
                    child.fraction(),
                    child.detail()))
        .orElse(parent);
  }

  private Optional<String> runningChild(String id) {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .describeWorkflowExecution(
            DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                .build())
        .getPendingChildrenList()
        .stream()
        .filter(child -> !child.getWorkflowTypeName().equals("PromoteModel"))
        .map(PendingChildExecutionInfo::getWorkflowId)
        .findFirst();
  }

  private <W> W stub(Class<W> type, String id, String taskQueue) {
    return client.newWorkflowStub(
        type,
        WorkflowOptions.newBuilder()
            .setWorkflowId(id)
            .setTaskQueue(taskQueue)
            .setWorkflowIdReusePolicy(
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build());
  }

  private static void start(Runnable start) {
    try {
      start.run();
    } catch (WorkflowExecutionAlreadyStarted done) {
      // Completed under this id: its result is the answer to the same request.
    }
  }

  /// Waits for the job's result and shows how far it is meanwhile; throws what the job failed with.
  public <R> R follow(Job<R> job, ProgressLine line) {
    while (true) {
      try {
        return job.result().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException running) {
        watch.run();
        show(job, line);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while waiting for " + job.id());
      } catch (ExecutionException failed) {
        throw failed.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(failed.getCause());
      }
    }
  }

  private static <R> void show(Job<R> job, ProgressLine line) {
    try {
      Progress progress = job.progress().get();
      line.at(progress.stage(), progress.fraction(), progress.detail());
    } catch (RuntimeException noAnswer) {
      // A query needs a worker; the result above tells whether the job itself is in trouble.
      line.at("waiting for a worker to answer", 0, "");
    }
  }
}
