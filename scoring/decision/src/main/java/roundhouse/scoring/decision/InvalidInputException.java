package roundhouse.scoring.decision;

import java.util.List;
import java.util.stream.Collectors;

/// Values, a schema or an artefact that are not what they must be, with every problem found.
public final class InvalidInputException extends RuntimeException {
  private static final int SHOWN_PROBLEMS = 50;

  private final transient List<InputProblem> problems;

  public InvalidInputException(List<InputProblem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  InvalidInputException(InputProblem problem) {
    this(List.of(problem));
  }

  public List<InputProblem> problems() {
    return problems;
  }

  /// Throws them all at once where there are any.
  public static void throwIfAny(List<InputProblem> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems);
    }
  }

  private static String message(List<InputProblem> problems) {
    String shown =
        problems.stream()
            .limit(SHOWN_PROBLEMS)
            .map(InputProblem::toString)
            .collect(Collectors.joining("\n"));
    int more = problems.size() - SHOWN_PROBLEMS;
    return more > 0 ? shown + "\nand %d more".formatted(more) : shown;
  }
}
