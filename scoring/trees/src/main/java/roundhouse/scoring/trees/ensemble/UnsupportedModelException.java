package roundhouse.scoring.trees.ensemble;

/// The file is a model, of a kind that is not scored here. The message names what is not supported
/// and what is.
public final class UnsupportedModelException extends RuntimeException {
  public UnsupportedModelException(String message) {
    super(message);
  }
}
