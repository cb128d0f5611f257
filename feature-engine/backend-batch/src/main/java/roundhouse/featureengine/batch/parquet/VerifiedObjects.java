package roundhouse.featureengine.batch.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ReadableObject;
import roundhouse.storage.StoreUnavailableException;

/// Checks objects against the size and digest that a manifest names, each once per instance:
/// objects never change. Safe for use by many threads.
public final class VerifiedObjects {
  private final ObjectStore store;
  private final Set<ObjectKey> verified = ConcurrentHashMap.newKeySet();

  public VerifiedObjects(ObjectStore store) {
    this.store = store;
  }

  /// Throws [CorruptObjectException] where the object is missing or not the one named.
  public void verify(ObjectKey key, long bytes, String sha256) {
    if (verified.contains(key)) {
      return;
    }
    try (ReadableObject object = store.open(key)) {
      if (object.size() != bytes) {
        throw corrupt(key, "expected %d bytes but found %d".formatted(bytes, object.size()));
      }
      String found = Digests.sha256Hex(object);
      if (!found.equals(sha256)) {
        throw corrupt(key, "expected sha256 %s but found %s".formatted(sha256, found));
      }
      verified.add(key);
    } catch (MissingObjectException | EOFException e) {
      throw new CorruptObjectException(
          key, store.location(), "expected %d bytes but they are missing".formatted(bytes), e);
    } catch (IOException e) {
      throw new StoreUnavailableException("Object '%s': reading it failed".formatted(key), e);
    }
  }

  private CorruptObjectException corrupt(ObjectKey key, String expectation) {
    return new CorruptObjectException(key, store.location(), expectation, null);
  }
}
