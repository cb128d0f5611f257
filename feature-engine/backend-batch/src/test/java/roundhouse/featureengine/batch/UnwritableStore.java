package roundhouse.featureengine.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ReadableObject;
import roundhouse.storage.StoreUnavailableException;

/// Another store that has ceased to take anything.
record UnwritableStore(ObjectStore store) implements ObjectStore {
  @Override
  public boolean putIfAbsent(ObjectKey key, byte[] content) {
    throw unavailable();
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, Path file) {
    throw unavailable();
  }

  private static StoreUnavailableException unavailable() {
    return new StoreUnavailableException("The store is unwritable", new IOException());
  }

  @Override
  public Optional<byte[]> find(ObjectKey key) {
    return store.find(key);
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    return store.size(key);
  }

  @Override
  public ReadableObject open(ObjectKey key) {
    return store.open(key);
  }

  @Override
  public List<ObjectKey> list(ObjectKey prefix) {
    return store.list(prefix);
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() {}
}
