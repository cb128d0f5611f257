package roundhouse.featureengine.service.answer;

import java.util.List;

/// An ask that cannot be answered as it is, with everything that is wrong with it.
public sealed class InvalidAskException extends Exception permits AppliedAskException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // Records of strings; never serialised.
  private final List<AskProblem> problems;

  InvalidAskException(List<AskProblem> problems) {
    // Callers' mistakes are frequent and their stack says nothing.
    super(problems.toString(), null, false, false);
    this.problems = List.copyOf(problems);
  }

  public List<AskProblem> problems() {
    return problems;
  }
}
