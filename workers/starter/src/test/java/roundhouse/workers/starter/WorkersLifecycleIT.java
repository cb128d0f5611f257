package roundhouse.workers.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.runtime.ConnectionOptions;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.server.DevServer;
import roundhouse.temporal.server.DevServerOptions;
import roundhouse.temporal.testkit.DevServerExtension;
import roundhouse.workers.plugins.retraining.RetrainingOptions;
import roundhouse.workers.plugins.retraining.RetrainingPlugin;

@ExtendWith(DevServerExtension.class)
class WorkersLifecycleIT {
  private final Path temporalCli;
  private final Path folder;

  WorkersLifecycleIT(Path temporalCli, @TempDir Path folder) {
    this.temporalCli = temporalCli;
    this.folder = folder;
  }

  @Test
  void workersStartWhenTemporalComesAndStopWithTheApplication() {
    DevServerOptions options =
        DevServerOptions.headless(temporalCli, folder.resolve("log"))
            .keptIn(folder.resolve("temporal.db"));
    try (DevServer chosen = DevServer.start(options)) {
      options = chosen.options();
    }
    try (RoundhouseClient client =
        RoundhouseClient.to(ConnectionOptions.to("127.0.0.1:" + options.port()))) {
      WorkersLifecycle workers = workers(client);
      workers.start();
      assertThat(workers.isRunning()).isTrue();
      try (DevServer late = DevServer.start(options)) {
        await()
            .atMost(Duration.ofMinutes(2))
            .ignoreException(StatusRuntimeException.class)
            .until(() -> isPolled(client));
        assertThat(late.process().isAlive()).isTrue();
        workers.stop();
        assertThat(workers.isRunning()).isFalse();
      }
    }
  }

  @Test
  void stoppingBeforeTemporalCameEndsTheWait() {
    try (RoundhouseClient client = RoundhouseClient.to(ConnectionOptions.to("127.0.0.1:1"))) {
      WorkersLifecycle workers = workers(client);
      workers.start();
      workers.stop();
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  Thread.getAllStackTraces().keySet().stream()
                      .noneMatch(thread -> thread.getName().equals("roundhouse-workers-wait")));
    }
  }

  @Test
  void aTemporalWithoutTheNamespaceIsWaitedFor(DevServer server) {
    try (RoundhouseClient client =
        RoundhouseClient.to(new ConnectionOptions(server.target(), "nowhere"))) {
      assertThat(client.findFault(Duration.ofSeconds(5)))
          .contains(
              "Temporal namespace 'nowhere': not found at %s; create it with 'temporal operator namespace create --namespace nowhere'"
                  .formatted(server.target()));
    }
  }

  private static WorkersLifecycle workers(RoundhouseClient client) {
    return new WorkersLifecycle(
        client,
        List.of(RetrainingPlugin.create(RetrainingOptions.standard())),
        Duration.ofSeconds(5));
  }

  private static boolean isPolled(RoundhouseClient client) {
    return client
            .workflows()
            .getWorkflowServiceStubs()
            .blockingStub()
            .describeTaskQueue(
                DescribeTaskQueueRequest.newBuilder()
                    .setNamespace("default")
                    .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.RETRAINING))
                    .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                    .build())
            .getPollersCount()
        > 0;
  }
}
