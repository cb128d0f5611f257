package roundhouse.storage;

/// An object of that key exists with other content than the caller would write.
public final class ConflictingObjectException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ConflictingObjectException(ObjectKey key, String location) {
    super(
        "Object '%s': %s holds other content under that key; objects never change, so write under another key"
            .formatted(key, location));
  }
}
