package roundhouse.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import roundhouse.temporal.contracts.EvaluateModel;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.testkit.Histories;

/// Replays what [RecordedRunsIT] kept: workflows started by an earlier release go on with this
/// code.
class RecordedHistoriesReplayTest {
  private static final Path RECORDED = Path.of("src", "test", "resources", "histories");

  static Stream<Path> histories() {
    return Histories.in(RECORDED).stream();
  }

  @ParameterizedTest
  @MethodSource("histories")
  void theCodeStillDoesWhatTheHistorySays(Path history) throws Exception {
    Histories.replay(history, RecordedRunsIT.WORKFLOWS);
  }

  @Test
  void eachWorkflowIsRecorded() {
    assertThat(histories().map(file -> file.getFileName().toString()))
        .contains(
            "backfill-features.json",
            "emit-state.json",
            "train-model.json",
            "evaluate-model.json",
            "promote-model-auto.json",
            "promote-model-approved.json",
            "promote-model-timed-out.json",
            "retrain-model-promoted.json",
            "retrain-model-held.json");
  }

  @Test
  void codeThatDoesSomethingElseFails() {
    assertThatThrownBy(
            () -> Histories.replay(RECORDED.resolve("evaluate-model.json"), Sleepy.class))
        .hasStackTraceContaining("NonDeterministicException");
  }

  /// Differs from the recorded one in its first step.
  public static final class Sleepy implements EvaluateModel {
    @Override
    public EvaluationSummary evaluate(EvaluationRequest request) {
      Workflow.sleep(Duration.ofMinutes(1));
      throw new IllegalStateException("replay goes no further");
    }

    @Override
    public Progress progress() {
      return Progress.at("sleeping");
    }
  }
}
