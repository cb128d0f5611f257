package roundhouse.activities.training.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingOptionsTest {
  private static final Path FOLDER = Path.of("folder");

  @Test
  void standardIsOneSecondTenSecondsTwoThreadsOneGigabyte() {
    TrainingOptions standard =
        TrainingOptions.standard(Path.of("state"), Path.of("workflows"), Path.of("cache"));
    assertThat(standard)
        .isEqualTo(
            new TrainingOptions(
                Path.of("state/runs"),
                Path.of("workflows"),
                Path.of("cache"),
                null,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                2,
                "1g"));
  }

  @Test
  void everyProblemIsListed() {
    assertThatThrownBy(
            () ->
                new TrainingOptions(
                    FOLDER, FOLDER, FOLDER, null, Duration.ZERO, Duration.ofSeconds(-1), 0, "lots"))
        .hasMessage(
            """
            roundhouse.training.heartbeat-interval 'PT0S': expected a positive duration; e.g. PT1S
            roundhouse.training.cancellation-grace 'PT-1S': expected zero or more; e.g. PT10S
            roundhouse.training.threads '0': expected 1 or more; e.g. 2
            roundhouse.training.jvm-heap 'lots': expected a size; e.g. 1g""");
  }
}
