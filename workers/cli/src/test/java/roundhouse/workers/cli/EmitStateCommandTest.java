package roundhouse.workers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import roundhouse.temporal.contracts.StateReference;

class EmitStateCommandTest {
  @Test
  void aStateOfArchivedTopicsComesWithTheSettingsOfAServer() {
    assertThat(EmitStateCommand.describe(state(List.of())))
        .endsWith(
            "  --roundhouse.features.feature-set=late-arrival@1",
            "  --roundhouse.stream.start-from=states/late-arrival-v1-0123456789abcdef");
  }

  @Test
  void aStateOfImportedEventsSaysThatNoServerStartsFromIt() {
    assertThat(EmitStateCommand.describe(state(List.of("flight-scheduled", "flight-arrived"))))
        .anyMatch(line -> line.endsWith("to go on at: flight-scheduled, flight-arrived"))
        .endsWith("  roundhouse sources refer-archive")
        .noneMatch(line -> line.contains("start-from"));
  }

  private static StateReference state(List<String> importedStreams) {
    return new StateReference(
        "states/late-arrival-v1-0123456789abcdef",
        "late-arrival@1",
        "ab".repeat(32),
        "flights",
        Instant.parse("2013-10-01T00:00:00Z"),
        100,
        4096,
        importedStreams);
  }
}
