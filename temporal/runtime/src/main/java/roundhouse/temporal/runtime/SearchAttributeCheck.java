package roundhouse.temporal.runtime;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import roundhouse.temporal.contracts.SearchAttributes;

/// Refuses to start a worker where a search attribute is missing: a workflow that sets an unknown
/// one would not fail but stop, retrying its task for ever.
public final class SearchAttributeCheck {
  private SearchAttributeCheck() {}

  /// Throws [MissingSearchAttributesException] with the command that adds what is missing. A server
  /// without the operator's service, such as the SDK's in-memory one, passes.
  public static void require(WorkflowClient client) {
    List<String> missing = missing(client);
    if (!missing.isEmpty()) {
      throw new MissingSearchAttributesException(
          "Temporal namespace '%s': search attributes %s are missing or not keywords; add them with '%s'"
              .formatted(client.getOptions().getNamespace(), missing, command(client, missing)));
    }
  }

  // Each name needs a type of its own: without, the program says yes and adds the first only.
  private static String command(WorkflowClient client, List<String> missing) {
    return "temporal operator search-attribute create --address %s --namespace %s %s"
        .formatted(
            client.getWorkflowServiceStubs().getOptions().getTarget(),
            client.getOptions().getNamespace(),
            missing.stream()
                .map(name -> "--name %s --type Keyword".formatted(name))
                .collect(Collectors.joining(" ")));
  }

  /// Names of ours that the namespace lacks, in [SearchAttributes#all()]'s order.
  static List<String> missing(WorkflowClient client) {
    Map<String, IndexedValueType> there;
    try {
      there = existing(client);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return List.of();
      }
      throw e;
    }
    return SearchAttributes.all().stream()
        .map(SearchAttributeKey::getName)
        .filter(name -> there.get(name) != IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
        .toList();
  }

  private static Map<String, IndexedValueType> existing(WorkflowClient client) {
    return OperatorServiceGrpc.newBlockingStub(client.getWorkflowServiceStubs().getRawChannel())
        .listSearchAttributes(
            ListSearchAttributesRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .build())
        .getCustomAttributesMap();
  }
}
