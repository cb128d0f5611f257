package roundhouse.temporal.runtime;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A connection to Temporal with Roundhouse's payload format. Made without a call: the first use
/// connects. Safe for use by many threads; close it when the process ends.
public final class RoundhouseClient implements AutoCloseable {
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient workflows;
  private final ScheduleClient schedules;
  private final ConnectionOptions options;

  private RoundhouseClient(WorkflowServiceStubs stubs, ConnectionOptions options) {
    this.stubs = stubs;
    this.options = options;
    this.workflows =
        WorkflowClient.newInstance(
            stubs,
            WorkflowClientOptions.newBuilder()
                .setNamespace(options.namespace())
                .setDataConverter(Payloads.converter())
                .build());
    this.schedules =
        ScheduleClient.newInstance(
            stubs,
            ScheduleClientOptions.newBuilder()
                .setNamespace(options.namespace())
                .setDataConverter(Payloads.converter())
                .build());
  }

  public static RoundhouseClient to(ConnectionOptions options) {
    return new RoundhouseClient(
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(options.target()).build()),
        options);
  }

  public WorkflowClient workflows() {
    return workflows;
  }

  public ScheduleClient schedules() {
    return schedules;
  }

  public ConnectionOptions options() {
    return options;
  }

  /// Why Temporal cannot be used right now, in one sentence; empty when it answers within
  /// `timeout`.
  public Optional<String> findFault(Duration timeout) {
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
          .describeNamespace(
              DescribeNamespaceRequest.newBuilder().setNamespace(options.namespace()).build());
      return Optional.empty();
    } catch (StatusRuntimeException e) {
      return Optional.of(explain(e.getStatus()));
    }
  }

  private String explain(Status status) {
    return status.getCode() == Status.Code.NOT_FOUND
        ? "Temporal namespace '%s': not found at %s; create it with 'temporal operator namespace create --namespace %s'"
            .formatted(options.namespace(), options.target(), options.namespace())
        : "Temporal at '%s': no answer (%s); start it with 'temporal server start-dev', or correct the address"
            .formatted(options.target(), status.getCode());
  }

  @Override
  public void close() {
    stubs.shutdownNow();
    stubs.awaitTermination(2, TimeUnit.SECONDS);
  }
}
