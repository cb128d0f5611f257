package roundhouse.temporal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Durations;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.VersioningBehavior;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerPlugin;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import roundhouse.temporal.runtime.Capability;
import roundhouse.temporal.runtime.CapabilityPlugin;
import roundhouse.temporal.runtime.ConnectionOptions;
import roundhouse.temporal.runtime.MissingSearchAttributesException;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.runtime.WorkerVersion;
import roundhouse.temporal.server.DevServer;

@ExtendWith(DevServerExtension.class)
class CapabilityPluginIT {
  private final DevServer server;
  private final WorkflowClient client;

  CapabilityPluginIT(DevServer server, RoundhouseClient client) {
    this.server = server;
    this.client = client.workflows();
  }

  @Test
  void eachPluginWorksOnItsOwnQueueBesideAForeignWorker() {
    WorkerFactory factory = factory(client, plugin("one", null), plugin("two", null));
    factory.newWorker("foreign").registerWorkflowImplementationTypes(QueueNamed.class);
    factory.start();
    try {
      assertThat(run("one")).isEqualTo("one");
      assertThat(run("two")).isEqualTo("two");
      assertThat(run("foreign")).isEqualTo("foreign");
    } finally {
      stop(factory);
    }
  }

  @Test
  void aWorkerThatTheApplicationMadeItselfIsUsed() {
    WorkerFactory factory = factory(client, plugin("own", null));
    var own = factory.newWorker("own");
    factory.start();
    try {
      assertThat(factory.getWorker("own")).isSameAs(own);
      assertThat(run("own")).isEqualTo("own");
    } finally {
      stop(factory);
    }
  }

  @Test
  void missingSearchAttributesFailTheStartWithACommandThatAddsThem() throws Exception {
    registerBareNamespace();
    try (RoundhouseClient bare =
        RoundhouseClient.to(new ConnectionOptions(server.target(), "bare"))) {
      WorkerFactory refused = factory(bare.workflows(), plugin("bare", null));
      String[] command = new String[1];
      assertThatThrownBy(refused::start)
          .isInstanceOfSatisfying(
              MissingSearchAttributesException.class,
              refusal -> command[0] = quoted(String.valueOf(refusal.getMessage())))
          .hasMessageContaining("RoundhouseModelFamily, RoundhouseTag");
      refused.shutdownNow();
      execute(command[0]);
      // The server makes new attributes known with a delay.
      await()
          .atMost(Duration.ofMinutes(2))
          .ignoreException(MissingSearchAttributesException.class)
          .until(() -> starts(bare.workflows()));
    }
  }

  private static boolean starts(WorkflowClient client) {
    WorkerFactory accepted = factory(client, plugin("bare", null));
    try {
      accepted.start();
      return true;
    } finally {
      stop(accepted);
    }
  }

  @Test
  void withAVersionTheWorkerTakesPartInWorkerVersioning() {
    WorkerFactory factory =
        factory(client, plugin("versioned", new WorkerVersion("kit", "build-1")));
    factory.start();
    try {
      await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(this::makeCurrent);
      assertThat(run("versioned")).isEqualTo("versioned");
    } finally {
      stop(factory);
    }
  }

  private boolean makeCurrent() {
    var unused =
        client
            .getWorkflowServiceStubs()
            .blockingStub()
            .setWorkerDeploymentCurrentVersion(
                SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                    .setNamespace("default")
                    .setDeploymentName("kit")
                    .setBuildId("build-1")
                    .setIgnoreMissingTaskQueues(true)
                    .build());
    return true;
  }

  private void registerBareNamespace() {
    var stub = client.getWorkflowServiceStubs().blockingStub();
    var unused =
        stub.registerNamespace(
            RegisterNamespaceRequest.newBuilder()
                .setNamespace("bare")
                .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                .build());
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptions()
        .until(
            () ->
                stub.describeNamespace(
                        DescribeNamespaceRequest.newBuilder().setNamespace("bare").build())
                    .hasNamespaceInfo());
  }

  private static String quoted(String message) {
    return message.substring(message.indexOf("'temporal ") + 1, message.length() - 1);
  }

  private void execute(String command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.set(0, server.options().cli().toString());
    assertThat(new ProcessBuilder(words).start().waitFor()).isZero();
  }

  private static CapabilityPlugin plugin(String queue, @Nullable WorkerVersion version) {
    return new CapabilityPlugin(
        new Capability(
            queue, queue, VersioningBehavior.PINNED, List.of(QueueNamed.class), List.of(), 1),
        version);
  }

  private static WorkerFactory factory(WorkflowClient client, WorkerPlugin... plugins) {
    return WorkerFactory.newInstance(
        client, WorkerFactoryOptions.newBuilder().setPlugins(plugins).build());
  }

  private String run(String queue) {
    return client
        .newWorkflowStub(
            Named.class,
            WorkflowOptions.newBuilder()
                .setTaskQueue(queue)
                .setWorkflowRunTimeout(Duration.ofMinutes(2))
                .build())
        .name();
  }

  private static void stop(WorkerFactory factory) {
    factory.shutdownNow();
    factory.awaitTermination(5, TimeUnit.SECONDS);
  }

  /// Tells the queue that it runs on.
  @WorkflowInterface
  public interface Named {
    @WorkflowMethod
    String name();
  }

  /// The implementation.
  public static final class QueueNamed implements Named {
    @Override
    public String name() {
      return Workflow.getInfo().getTaskQueue();
    }
  }
}
