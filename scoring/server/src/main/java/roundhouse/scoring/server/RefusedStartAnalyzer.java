package roundhouse.scoring.server;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import roundhouse.scoring.server.problem.RefusedStartException;

/// Prints why the scorer does not start, without a stack trace.
final class RefusedStartAnalyzer extends AbstractFailureAnalyzer<RefusedStartException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, RefusedStartException cause) {
    return new FailureAnalysis(
        "The scorer cannot start:\n- " + String.join("\n- ", cause.problems()), null, cause);
  }
}
