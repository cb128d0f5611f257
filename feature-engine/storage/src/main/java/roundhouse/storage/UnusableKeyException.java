package roundhouse.storage;

/// The key is well formed, but what lies in its way in this store is not the platform's: a symbolic
/// link, a special file, or an object where a folder is needed.
public final class UnusableKeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusableKeyException(ObjectKey key, String location, String obstacle, String remedy) {
    super("Object '%s': in %s %s; %s".formatted(key, location, obstacle, remedy));
  }
}
