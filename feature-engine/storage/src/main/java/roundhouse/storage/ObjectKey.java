package roundhouse.storage;

import java.util.regex.Pattern;

/// The name of an object within a store: slash-separated segments that can neither traverse nor
/// hide.
///
/// @param value segments of `A-Z a-z 0-9 . _ = @ -`, none of them empty or starting with a dot; at
///   most 512 characters
public record ObjectKey(String value) {
  private static final Pattern SEGMENTS =
      Pattern.compile("[A-Za-z0-9_=@-][A-Za-z0-9._=@-]*(/[A-Za-z0-9_=@-][A-Za-z0-9._=@-]*)*");

  public ObjectKey {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "Object key '%s': expected at most 512 characters in slash-separated segments of A-Z a-z 0-9 . _ = @ -, none empty or starting with a dot; rename the object"
              .formatted(value));
    }
  }

  /// Whether that text is a key.
  public static boolean isValid(String value) {
    return value.length() <= 512 && SEGMENTS.matcher(value).matches();
  }

  public static ObjectKey of(String value) {
    return new ObjectKey(value);
  }

  /// The object of that relative name below this one.
  public ObjectKey resolve(String relative) {
    return new ObjectKey(value + "/" + relative);
  }

  /// The last segment.
  public String name() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
