package roundhouse.workers.cli.platform;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.scoring.decision.InputProblem;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.UncertifiedModelException;
import roundhouse.scoring.registry.DamagedLogException;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.StoreUnavailableException;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Problem;

/// What a failure means to the person at the terminal: lines to read and the exit code.
///
/// @param lines what went wrong, most important first
/// @param bug whether Roundhouse itself is at fault, so that a stack trace helps
public record Failures(int exitCode, List<String> lines, boolean bug) {
  /// The request or its surroundings are at fault: mend them and try again.
  public static final int REFUSED = 2;

  /// The work was done as asked and failed.
  public static final int FAILED = 1;

  /// Roundhouse itself is at fault, as sysexits.h counts.
  public static final int BUG = 70;

  private static final int DEEPEST = 20;

  public static Failures of(Throwable thrown) {
    for (Throwable cause : chain(thrown)) {
      Optional<Failures> known = known(cause);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return new Failures(
        BUG,
        List.of(
            "Roundhouse: %s: %s".formatted(thrown.getClass().getSimpleName(), thrown.getMessage()),
            "This is a fault of Roundhouse's own. Add --debug for the stack trace."),
        true);
  }

  private static Optional<Failures> known(Throwable thrown) {
    return switch (thrown) {
      case RefusedException refused ->
          Optional.of(refused(refused.problems().stream().map(Problem::toString).toList()));
      case InvalidInputException invalid ->
          Optional.of(refused(invalid.problems().stream().map(InputProblem::toString).toList()));
      case InvalidDefinitionException invalid ->
          Optional.of(refused(invalid.problems().stream().map(Object::toString).toList()));
      // What lies in the store is not what it should be: each message says which object.
      case StoreUnavailableException _,
          MissingObjectException _,
          CorruptObjectException _,
          DamagedLogException _,
          MalformedModelException _,
          UnsupportedModelException _,
          UncertifiedModelException _ ->
          Optional.of(refused(List.of(String.valueOf(thrown.getMessage()))));
      case ApplicationFailure failure -> Optional.of(ofApplication(failure));
      case WorkflowNotFoundException missing ->
          Optional.of(
              refused(
                  "Workflow '%s': not found; list them with: temporal workflow list"
                      .formatted(missing.getExecution().getWorkflowId())));
      case CanceledFailure _ -> Optional.of(failed("It was cancelled."));
      case TerminatedFailure _ -> Optional.of(failed("It was terminated."));
      case TimeoutFailure timeout ->
          Optional.of(failed("It timed out: " + timeout.getOriginalMessage()));
      case StatusRuntimeException status -> ofStatus(status.getStatus());
      case WorkflowException _, TemporalFailure _ -> Optional.empty(); // their cause says more
      default -> Optional.empty();
    };
  }

  private static Failures ofApplication(ApplicationFailure failure) {
    String message = Optional.ofNullable(failure.getOriginalMessage()).orElse("it failed");
    return switch (failure.getType()) {
      case FailureTypes.INVALID_REQUEST -> {
        List<Problem> problems = problems(failure);
        yield refused(
            problems.isEmpty()
                ? List.of(message)
                : problems.stream().map(Problem::toString).toList());
      }
      case FailureTypes.USER_CODE_FAILED -> {
        String traceback = traceback(failure);
        yield message.contains(traceback) ? failed(message) : failed(message, traceback);
      }
      case FailureTypes.DATA_LATE, FailureTypes.CORRUPT_OBJECT -> refused(List.of(message));
      case FailureTypes.CERTIFICATE_REFUSED, FailureTypes.STALE_DECISION -> failed(message);
      case null, default -> failed("%s (%s)".formatted(message, failure.getType()));
    };
  }

  private static List<Problem> problems(ApplicationFailure failure) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < failure.getDetails().getSize(); i++) {
      try {
        problems.add(failure.getDetails().get(i, Problem.class, Problem.class));
      } catch (RuntimeException notOne) {
        return listed(failure);
      }
    }
    return problems;
  }

  private static List<Problem> listed(ApplicationFailure failure) {
    try {
      return List.of(failure.getDetails().get(0, Problem[].class, Problem[].class));
    } catch (RuntimeException unknown) {
      return List.of();
    }
  }

  private static String traceback(ApplicationFailure failure) {
    try {
      return failure.getDetails().getSize() == 0
          ? ""
          : failure.getDetails().get(0, String.class, String.class);
    } catch (RuntimeException unknown) {
      return "";
    }
  }

  private static Optional<Failures> ofStatus(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED ->
          Optional.of(
              refused(
                  "Temporal: no answer (%s); start it with ./roundhouse demo, or correct --temporal"
                      .formatted(status.getCode())));
      case NOT_FOUND, INVALID_ARGUMENT, FAILED_PRECONDITION ->
          Optional.of(refused("Temporal refused: " + status.getDescription()));
      default -> Optional.empty();
    };
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && chain.size() < DEEPEST; t = t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static Failures refused(List<String> lines) {
    return new Failures(REFUSED, lines, false);
  }

  private static Failures refused(String line) {
    return refused(List.of(line));
  }

  private static Failures failed(String... lines) {
    List<String> shown = new ArrayList<>();
    for (String line : lines) {
      line.lines().forEach(shown::add);
    }
    return new Failures(FAILED, shown, false);
  }
}
