package roundhouse.scoring.trees.ensemble;

/// The bytes are no model file of the format they claim: cut short, inconsistent or beyond a bound.
/// The message names the place, what lies there and what was expected.
public final class MalformedModelException extends RuntimeException {
  public MalformedModelException(String message) {
    super(message);
  }

  public MalformedModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
