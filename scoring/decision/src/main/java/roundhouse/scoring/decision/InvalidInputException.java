package roundhouse.scoring.decision;

import java.util.List;
import java.util.stream.Collectors;

/// Values, a schema or an artefact that are not what they must be, with every problem found.
public final class InvalidInputException extends RuntimeException {
  @SuppressWarnings("serial") // Records of strings; never serialised.
  private final List<InputProblem> problems;

  public InvalidInputException(List<InputProblem> problems) {
    super(problems.stream().map(InputProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<InputProblem> problems() {
    return problems;
  }
}
