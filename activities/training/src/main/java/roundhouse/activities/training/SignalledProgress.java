package roundhouse.activities.training;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowTargetOptions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.TrainModel;

/// Signals the activity's workflow, from a thread of its own: while the server is away the client
/// repeats a signal for up to a minute, longer than a heartbeat may be late. One signal is under
/// way at a time, so they arrive in order; what comes meanwhile is dropped.
final class SignalledProgress implements ProgressSink {
  private static final Logger LOG = LoggerFactory.getLogger(SignalledProgress.class);

  private final ActivityExecutionContext context;
  private final AtomicBoolean sending = new AtomicBoolean();

  SignalledProgress(ActivityExecutionContext context) {
    this.context = context;
  }

  @Override
  public void report(Progress progress) {
    if (sending.compareAndSet(false, true)) {
      Thread unused = Thread.startVirtualThread(() -> send(progress));
    }
  }

  private void send(Progress progress) {
    try {
      workflow().reportProgress(progress);
    } catch (WorkflowNotFoundException | WorkflowServiceException undelivered) {
      LOG.debug("Progress {} did not reach its workflow", progress, undelivered);
    } finally {
      sending.set(false);
    }
  }

  /// This very run: another one under the same id has a progress of its own.
  private TrainModel workflow() {
    WorkflowTargetOptions target =
        WorkflowTargetOptions.newBuilder()
            .setWorkflowId(context.getInfo().getWorkflowId())
            .setRunId(context.getInfo().getWorkflowRunId())
            .build();
    return context.getWorkflowClient().newWorkflowStub(TrainModel.class, target);
  }
}
