package roundhouse.storage;

/// The store did not answer, or refused to; what was asked may have taken effect or not, and can be
/// asked again.
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
