package roundhouse.workers.starter;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import roundhouse.temporal.runtime.MissingSearchAttributesException;

/// Tells a refused start in its own words, without a stack trace.
final class RefusedStart extends AbstractFailureAnalyzer<MissingSearchAttributesException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, MissingSearchAttributesException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
  }
}
