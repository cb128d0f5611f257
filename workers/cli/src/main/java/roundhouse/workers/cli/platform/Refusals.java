package roundhouse.workers.cli.platform;

import java.util.Collection;
import java.util.List;
import roundhouse.scoring.registry.Outcome;
import roundhouse.scoring.registry.Refusal;
import roundhouse.temporal.contracts.Problem;

/// What other modules refuse, told as every refusal of the command line is.
public final class Refusals {
  private Refusals() {}

  /// The entry of a change that the registry took.
  ///
  /// @throws RefusedException with every reason for which it did not
  public static long orThrow(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Applied(long entry) -> entry;
      case Outcome.Refused(var refusals) ->
          throw new RefusedException(refusals.stream().map(Refusals::problem).toList());
    };
  }

  /// Refuses what a definition's check found.
  public static void throwIfAny(
      Collection<roundhouse.featureengine.language.check.Problem> problems) {
    if (!problems.isEmpty()) {
      throw new RefusedException(problems.stream().map(Refusals::problem).toList());
    }
  }

  /// The same problems as a request's.
  public static List<Problem> problems(
      Collection<roundhouse.featureengine.language.check.Problem> problems) {
    return problems.stream().map(Refusals::problem).toList();
  }

  private static Problem problem(Refusal refusal) {
    return new Problem(refusal.subject(), refusal.value(), refusal.expectation(), refusal.remedy());
  }

  private static Problem problem(roundhouse.featureengine.language.check.Problem problem) {
    String place = problem.position().isEmpty() ? "" : " (" + problem.position() + ")";
    return new Problem(
        problem.subject() + place, problem.value(), problem.expectation(), problem.remedy());
  }
}
