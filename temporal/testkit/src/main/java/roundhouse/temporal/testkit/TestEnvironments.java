package roundhouse.temporal.testkit;

import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import roundhouse.temporal.contracts.SearchAttributes;
import roundhouse.temporal.runtime.Payloads;

/// The SDK's in-memory server, which skips time while workflows sleep, as Roundhouse's workflows
/// need it.
public final class TestEnvironments {
  private TestEnvironments() {}

  /// With our payload format and search attributes. The caller closes it.
  public static TestWorkflowEnvironment create() {
    TestWorkflowEnvironment environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    for (SearchAttributeKey<String> key : SearchAttributes.all()) {
      environment.registerSearchAttribute(key.getName(), key.getValueType());
    }
    return environment;
  }
}
