package roundhouse.temporal.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.SteadyHeartbeat;

class SteadyHeartbeatTest {
  private static final List<Progress> HEARD = new CopyOnWriteArrayList<>();

  private final TestActivityEnvironment environment =
      TestActivityEnvironment.newInstance(TestEnvironmentOptions.getDefaultInstance());

  @BeforeEach
  void listen() {
    HEARD.clear();
    environment.setActivityHeartbeatListener(Progress.class, HEARD::add);
    environment.registerActivitiesImplementations(new SlowStep(environment));
  }

  @AfterEach
  void close() {
    environment.close();
  }

  @Test
  void aStepThatReportsNothingIsHeard() {
    environment.newActivityStub(Step.class).waitInSilence();
    assertThat(HEARD).hasSizeGreaterThanOrEqualTo(2).containsOnly(Progress.at("waiting"));
  }

  @Test
  void theEndOfTheActivityIsToldAtTheNextReport() {
    Step step = environment.newActivityStub(Step.class);
    assertThatThrownBy(step::reportUntilItIsOver).isInstanceOf(CanceledFailure.class);
    assertThat(HEARD).contains(Progress.at("still at it"));
  }

  /// Steps of a test.
  @ActivityInterface
  public interface Step {
    void waitInSilence();

    void reportUntilItIsOver();
  }

  private record SlowStep(TestActivityEnvironment environment) implements Step {
    @Override
    public void waitInSilence() {
      try (SteadyHeartbeat _ = start()) {
        await().atMost(Duration.ofMinutes(2)).until(() -> HEARD.size() >= 2);
      }
    }

    @Override
    public void reportUntilItIsOver() {
      try (SteadyHeartbeat heartbeat = start()) {
        heartbeat.accept(Progress.at("still at it"));
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> HEARD.contains(Progress.at("still at it")));
        environment.requestCancelActivity();
        while (true) {
          heartbeat.accept(Progress.at("still at it"));
          Thread.onSpinWait();
        }
      }
    }

    private static SteadyHeartbeat start() {
      return SteadyHeartbeat.start(Activity.getExecutionContext(), Progress.at("waiting"));
    }
  }
}
