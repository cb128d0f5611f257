package roundhouse.storage;

import org.jspecify.annotations.Nullable;

/// An object is not what its reference says: another digest or size, cut short, or unreadable as
/// what it is. A retry cannot heal it.
public final class CorruptObjectException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param expectation what the object should be, with the found value, as a clause: `expected
  ///   sha256 ab.. but found cd..`
  public CorruptObjectException(
      ObjectKey key, String location, String expectation, @Nullable Throwable cause) {
    super(
        "Object '%s' in %s: %s; restore the object from a copy, or write it again under a new name"
            .formatted(key, location, expectation),
        cause);
  }
}
