package roundhouse.featureengine.service.answer;

import java.util.List;

/// An ask that was applied as an event before it was asked. Its features would look back on the ask
/// itself, as no dataset's do.
public final class AppliedAskException extends InvalidAskException {
  private static final long serialVersionUID = 1;

  AppliedAskException(List<AskProblem> problems) {
    super(problems);
  }
}
