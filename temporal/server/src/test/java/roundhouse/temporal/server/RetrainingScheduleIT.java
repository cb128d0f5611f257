package roundhouse.temporal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.temporal.contracts.BootstrapOptions;
import roundhouse.temporal.contracts.RetrainingRequest;

class RetrainingScheduleIT {
  private final DevServer server;
  private final WorkflowServiceStubs stubs;
  private final ScheduleClient client;

  RetrainingScheduleIT(@TempDir Path folder) {
    server = start(folder);
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(server.target()).build());
    client = ScheduleClient.newInstance(stubs);
  }

  private static DevServer start(Path folder) {
    try {
      Path cli = TemporalCli.ofEnvironment(System.getenv()).obtain(System.out::println);
      return DevServer.start(DevServerOptions.headless(cli, folder.resolve("log")));
    } catch (ServerUnavailableException e) {
      return Assumptions.abort(String.valueOf(e.getMessage()));
    }
  }

  @AfterEach
  void stop() {
    stubs.shutdownNow();
    server.close();
  }

  @Test
  void ensuringAgainSetsTheCronAndKeepsThePause() {
    nightly("0 0 * * *").ensurePaused(client);
    ScheduleHandle again = nightly("0 3 * * *").ensure(client);
    Schedule schedule = again.describe().getSchedule();
    assertThat(schedule.getState()).returns(true, state -> state != null && state.isPaused());
    assertThat(schedule.getSpec().getCalendars())
        .singleElement()
        .satisfies(time -> assertThat(time.getHour().getFirst().getStart()).isEqualTo(3));
  }

  private static RetrainingSchedule nightly(String cron) {
    return new RetrainingSchedule(
        "nightly", cron, ZoneId.of("UTC"), Duration.ZERO, Duration.ofHours(1), request());
  }

  private static RetrainingRequest request() {
    return new RetrainingRequest(
        "late-arrival",
        "late-arrival",
        "team",
        "late-arrival@1",
        "flights",
        List.of(),
        null,
        "jvm:xgboost",
        Map.of(),
        "cpu",
        BootstrapOptions.standard());
  }
}
