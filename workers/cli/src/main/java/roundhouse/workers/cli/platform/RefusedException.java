package roundhouse.workers.cli.platform;

import java.util.List;
import java.util.stream.Collectors;
import roundhouse.temporal.contracts.Problem;

/// What was asked for cannot be done as it was asked: bad input, or a server that does not answer.
/// Carries every problem found, not the first.
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public RefusedException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public static RefusedException of(
      String subject, String value, String expectation, String remedy) {
    return new RefusedException(List.of(new Problem(subject, value, expectation, remedy)));
  }

  public List<Problem> problems() {
    return problems;
  }
}
