package roundhouse.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Objects that are written once and never change. A put is atomic: no reader sees part of an
/// object, and after a crash it is there whole or not at all. Safe for use by many threads and
/// processes. A key is an object or has objects below it, never both: not every store can hold
/// both.
///
/// Every method throws [StoreUnavailableException] where the store does not answer: the call may
/// then have taken effect or not, and can be repeated.
public interface ObjectStore extends AutoCloseable {
  /// Writes the object unless one of that key exists. True: this call wrote it. False: there is one
  /// already, which may be this caller's own whose response was lost; compare before giving up.
  boolean putIfAbsent(ObjectKey key, byte[] content);

  /// As [#putIfAbsent(ObjectKey, byte[])], from a local file, which stays.
  boolean putIfAbsent(ObjectKey key, Path file);

  /// Makes sure that the object exists with exactly this content, put by this call, by an earlier
  /// one whose response was lost, or by another process that came to the same. True: this call
  /// wrote it. Throws [ConflictingObjectException] where it exists with other content.
  default boolean putOnce(ObjectKey key, byte[] content) {
    boolean written = putIfAbsent(key, content);
    if (!written && !Arrays.equals(read(key), content)) {
      throw new ConflictingObjectException(key, location());
    }
    return written;
  }

  /// As [#putOnce(ObjectKey, byte[])], from a local file, which stays.
  default boolean putOnce(ObjectKey key, Path file) {
    boolean written = putIfAbsent(key, file);
    if (!written && !Digests.sha256Hex(file).equals(sha256Hex(key))) {
      throw new ConflictingObjectException(key, location());
    }
    return written;
  }

  /// Digest of the object's content, read in chunks; throws [MissingObjectException] where there is
  /// none.
  default String sha256Hex(ObjectKey key) {
    try (ReadableObject object = open(key)) {
      return Digests.sha256Hex(object);
    } catch (IOException failure) {
      throw new StoreUnavailableException(
          "Store '%s': object '%s' cannot be read (%s); try again"
              .formatted(location(), key, failure),
          failure);
    }
  }

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
