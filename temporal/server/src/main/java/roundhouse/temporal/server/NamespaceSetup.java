package roundhouse.temporal.server;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import roundhouse.temporal.contracts.SearchAttributes;

/// Creates what Roundhouse needs on a Temporal server: the namespace and its search attributes.
/// Doing it again changes nothing.
public final class NamespaceSetup {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final WorkflowServiceStubs service;
  private final OperatorServiceGrpc.OperatorServiceBlockingStub operator;
  private final String namespace;

  private NamespaceSetup(WorkflowServiceStubs service, String namespace) {
    this.service = service;
    this.namespace = namespace;
    this.operator = OperatorServiceGrpc.newBlockingStub(service.getRawChannel());
  }

  /// Returns once the server takes namespace and search attributes, both of which it makes known to
  /// its parts with a delay; throws [ServerUnavailableException] after half a minute.
  public static void ensure(String target, String namespace) {
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    try {
      NamespaceSetup setup = new NamespaceSetup(service, namespace);
      setup.retry(setup::ensureNamespace);
      setup.retry(setup::ensureSearchAttributes);
      setup.retry(setup::useSearchAttributes);
    } finally {
      service.shutdownNow();
      service.awaitTermination(2, TimeUnit.SECONDS);
    }
  }

  private void ensureNamespace() {
    try {
      service
          .blockingStub()
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(namespace).build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
      registerNamespace();
    }
  }

  private void registerNamespace() {
    RegisterNamespaceRequest request =
        RegisterNamespaceRequest.newBuilder()
            .setNamespace(namespace)
            .setDescription("Roundhouse")
            .setWorkflowExecutionRetentionPeriod(Durations.fromDays(RETENTION.toDays()))
            .build();
    unlessThere(() -> service.blockingStub().registerNamespace(request));
  }

  private void ensureSearchAttributes() {
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
    for (SearchAttributeKey<String> missing : missingSearchAttributes()) {
      request.putSearchAttributes(missing.getName(), missing.getValueType());
    }
    if (request.getSearchAttributesCount() > 0) {
      unlessThere(() -> operator.addSearchAttributes(request.build()));
    }
  }

  private List<SearchAttributeKey<String>> missingSearchAttributes() {
    Set<String> there = existingSearchAttributes();
    return SearchAttributes.all().stream().filter(key -> !there.contains(key.getName())).toList();
  }

  private Set<String> existingSearchAttributes() {
    try {
      return operator
          .listSearchAttributes(
              ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
          .getCustomAttributesMap()
          .keySet();
    } catch (StatusRuntimeException e) {
      return ignoreUnimplemented(e);
    }
  }

  // A query by an attribute that the server has not heard of is refused.
  private void useSearchAttributes() {
    for (SearchAttributeKey<String> key : SearchAttributes.all()) {
      try {
        service
            .blockingStub()
            .countWorkflowExecutions(
                CountWorkflowExecutionsRequest.newBuilder()
                    .setNamespace(namespace)
                    .setQuery(key.getName() + " = 'none'")
                    .build());
      } catch (StatusRuntimeException e) {
        ignoreUnimplemented(e);
      }
    }
  }

  // The SDK's in-memory server has neither lists of attributes nor queries.
  private static Set<String> ignoreUnimplemented(StatusRuntimeException refusal) {
    if (refusal.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
      throw refusal;
    }
    return Set.of();
  }

  private static void unlessThere(Runnable creation) {
    try {
      creation.run();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private void retry(Runnable step) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      try {
        step.run();
        return;
      } catch (StatusRuntimeException e) {
        if (Instant.now().isAfter(deadline)) {
          throw new ServerUnavailableException(
              "Temporal namespace '%s': refused by %s (%s); is it a Temporal server, and may this identity operate it?"
                  .formatted(namespace, service.getOptions().getTarget(), e.getStatus()),
              e);
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerUnavailableException("Temporal: interrupted while setting it up", e);
    }
  }
}
