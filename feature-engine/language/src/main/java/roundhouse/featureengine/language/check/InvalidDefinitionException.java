package roundhouse.featureengine.language.check;

import java.util.List;
import java.util.stream.Collectors;

/// A definition, plan or filter that cannot be used, with every problem in it.
public final class InvalidDefinitionException extends RuntimeException {
  private final transient List<Problem> problems;

  public InvalidDefinitionException(String subject, List<Problem> problems) {
    super(message(subject, problems));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String message(String subject, List<Problem> problems) {
    return problems.stream()
        .map(problem -> "- " + problem)
        .collect(Collectors.joining("\n", subject + " is not valid:\n", ""));
  }
}
