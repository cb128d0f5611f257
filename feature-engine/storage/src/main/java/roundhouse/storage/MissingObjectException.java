package roundhouse.storage;

/// No object has that key.
public final class MissingObjectException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MissingObjectException(ObjectKey key, String location) {
    super(
        "Object '%s': not found in %s; check the name, or write the object first"
            .formatted(key, location));
  }
}
