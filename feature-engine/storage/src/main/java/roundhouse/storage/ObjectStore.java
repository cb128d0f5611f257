package roundhouse.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Objects that are written once and never change. A put is atomic: no reader sees part of an
/// object, and after a crash it is there whole or not at all. Safe for use by many threads and
/// processes.
///
/// Every method throws [StoreUnavailableException] where the store does not answer: the call may
/// then have taken effect or not, and can be repeated.
public interface ObjectStore extends AutoCloseable {
  /// Writes the object unless one of that key exists. True: this call wrote it. False: there is one
  /// already, which may be this caller's own whose response was lost; compare before giving up.
  boolean putIfAbsent(ObjectKey key, byte[] content);

  /// As [#putIfAbsent(ObjectKey, byte[])], from a local file, which stays.
  boolean putIfAbsent(ObjectKey key, Path file);

  /// The whole object, or empty where there is none.
  Optional<byte[]> find(ObjectKey key);

  /// Size in bytes, or empty where there is none.
  OptionalLong size(ObjectKey key);

  /// Opens an object for reads at any position; throws [MissingObjectException] where there is
  /// none.
  ReadableObject open(ObjectKey key);

  /// Keys of all objects below `prefix`, sorted. For tools and clean-up: nothing's correctness may
  /// depend on it.
  List<ObjectKey> list(ObjectKey prefix);

  /// Where this is, for messages; never holds a secret.
  String location();

  /// The whole object; throws [MissingObjectException] where there is none.
  default byte[] read(ObjectKey key) {
    return find(key).orElseThrow(() -> new MissingObjectException(key, location()));
  }

  @Override
  void close();
}
