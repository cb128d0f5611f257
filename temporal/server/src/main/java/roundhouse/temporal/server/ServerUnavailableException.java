package roundhouse.temporal.server;

/// No Temporal server can be had here; the message says what was tried, and how to get one.
public final class ServerUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ServerUnavailableException(String message) {
    super(message);
  }

  public ServerUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
