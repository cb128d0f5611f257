package roundhouse.activities.evaluation;

/// A model cannot be scored on the frozen rows.
final class UnscorableModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnscorableModelException(String message) {
    super(message);
  }
}
