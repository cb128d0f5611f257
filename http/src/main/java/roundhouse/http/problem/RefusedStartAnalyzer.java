package roundhouse.http.problem;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Prints why a server does not start, without a stack trace.
final class RefusedStartAnalyzer extends AbstractFailureAnalyzer<RefusedStartException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, RefusedStartException cause) {
    return new FailureAnalysis(
        "The server cannot start:\n- " + String.join("\n- ", cause.problems()), null, cause);
  }
}
