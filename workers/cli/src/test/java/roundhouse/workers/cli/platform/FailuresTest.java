package roundhouse.workers.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import roundhouse.scoring.decision.InputProblem;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.StoreUnavailableException;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.runtime.Payloads;

class FailuresTest {
  @Test
  void problemsOfAWorkflowAreListedAndRefused() {
    ApplicationFailure failure =
        ApplicationFailure.newBuilder()
            .setType(FailureTypes.INVALID_REQUEST)
            .setMessage("2 problems")
            .setDetails(
                new Problem("tag", "x", "a tag", "declare it"),
                new Problem("filter", "y =", "a condition", "complete it"))
            .build();
    failure.setDataConverter(Payloads.converter());
    Failures told = Failures.of(new IllegalStateException("workflow failed", failure));
    assertThat(told.exitCode()).isEqualTo(Failures.REFUSED);
    assertThat(told.lines())
        .containsExactly(
            "tag 'x': expected a tag; declare it",
            "filter 'y =': expected a condition; complete it");
  }

  @Test
  void aFailureOfUserCodeShowsItsTraceback() {
    ApplicationFailure failure =
        ApplicationFailure.newNonRetryableFailure(
            "train raised ValueError", FailureTypes.USER_CODE_FAILED, "Traceback\n  line 3");
    failure.setDataConverter(Payloads.converter());
    Failures told = Failures.of(failure);
    assertThat(told.exitCode()).isEqualTo(Failures.FAILED);
    assertThat(told.lines()).contains("train raised ValueError", "Traceback", "  line 3");
  }

  @Test
  void unreachableServersAreRefusalsWithARemedy() {
    assertThat(Failures.of(Status.UNAVAILABLE.asRuntimeException()))
        .satisfies(told -> assertThat(told.exitCode()).isEqualTo(Failures.REFUSED))
        .satisfies(told -> assertThat(told.lines().getFirst()).contains("./roundhouse demo"));
    assertThat(
            Failures.of(new StoreUnavailableException("Store: no answer", new RuntimeException()))
                .exitCode())
        .isEqualTo(Failures.REFUSED);
  }

  @Test
  void anythingElseIsAFaultOfOurOwn() {
    Failures told = Failures.of(new IllegalStateException("surprise"));
    assertThat(told.exitCode()).isEqualTo(Failures.BUG);
    assertThat(told.bug()).isTrue();
    assertThat(told.lines()).anyMatch(line -> line.contains("--debug"));
  }

  @Test
  void aFailedWorkflowIsToldInItsOwnWords() {
    ApplicationFailure failure =
        ApplicationFailure.newFailure("the trainer is gone", "TrainerLost");
    assertThat(Failures.of(failure).lines()).containsExactly("the trainer is gone (TrainerLost)");
  }

  @Test
  void damagedObjectsAndWrongFeaturesAreRefusals() {
    assertThat(Failures.of(new MissingObjectException(ObjectKey.of("plans/x"), "file:/store")))
        .extracting(Failures::exitCode, Failures::bug)
        .containsExactly(Failures.REFUSED, false);
    InputProblem problem = new InputProblem("Feature", "carier", "a known name", "use carrier");
    assertThat(Failures.of(new InvalidInputException(List.of(problem))).lines())
        .containsExactly("Feature 'carier': expected a known name; use carrier");
  }

  @Test
  void aDamagedFileAndLateDataAreRefusals() {
    for (String type : List.of(FailureTypes.CORRUPT_OBJECT, FailureTypes.DATA_LATE)) {
      assertThat(Failures.of(ApplicationFailure.newNonRetryableFailure("cut short", type)))
          .isEqualTo(new Failures(Failures.REFUSED, List.of("cut short"), false));
    }
  }
}
