package roundhouse.temporal.runtime;

/// The namespace lacks search attributes that workflows set; the message holds the command that
/// adds them.
public final class MissingSearchAttributesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MissingSearchAttributesException(String message) {
    super(message);
  }
}
