package roundhouse.featureengine.batch;

/// A source ends before what is wanted of it: once it is complete, the same request goes through.
public final class IncompleteSourceException extends IllegalArgumentException {
  IncompleteSourceException(String message) {
    super(message);
  }
}
