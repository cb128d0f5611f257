package roundhouse.scoring.server.tags;

/// A model cannot be had now: it is missing, altered or uncertified, or the store does not answer.
final class UnusableModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusableModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
