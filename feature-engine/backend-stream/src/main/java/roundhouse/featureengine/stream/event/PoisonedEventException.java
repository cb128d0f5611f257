package roundhouse.featureengine.stream.event;

/// A record that is no event of its topic's schema; the message is the reason. Another attempt
/// reads the same.
public final class PoisonedEventException extends Exception {
  private static final long serialVersionUID = 1;

  PoisonedEventException(String reason) {
    super(reason);
  }

  PoisonedEventException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
