package roundhouse.activities.evaluation;

import java.util.List;
import java.util.stream.Collectors;
import roundhouse.temporal.contracts.Problem;

/// A request that cannot be served as written, with everything that is wrong with it.
final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Records of strings; never serialised.
  private final List<Problem> problems;

  InvalidRequestException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  List<Problem> problems() {
    return problems;
  }
}
