package roundhouse.scoring.decision;

/// The evaluator's margins differ from the trainer's, so the model must not score. The message
/// shows the first rows that differ.
public final class UncertifiedModelException extends RuntimeException {
  public UncertifiedModelException(String message) {
    super(message);
  }
}
