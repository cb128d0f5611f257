package roundhouse.workers.cli.platform;

import io.temporal.client.WorkflowStub;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import roundhouse.temporal.contracts.Progress;

/// A workflow that was started, or found already running or done under its id.
///
/// @param progress asks the workflow how far it is; throws where no worker answers
public record Job<R>(String id, CompletableFuture<R> result, Supplier<Progress> progress) {
  static <R> Job<R> of(WorkflowStub workflow, Class<R> result, Supplier<Progress> progress) {
    return new Job<>(
        workflow.getExecution().getWorkflowId(), workflow.getResultAsync(result), progress);
  }
}
