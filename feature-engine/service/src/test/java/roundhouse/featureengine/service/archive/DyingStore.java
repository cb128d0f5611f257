package roundhouse.featureengine.service.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ReadableObject;
import roundhouse.storage.StoreUnavailableException;

/// Another store that does not take the objects whose key has a given part.
record DyingStore(ObjectStore store, String part) implements ObjectStore {
  @Override
  public boolean putIfAbsent(ObjectKey key, byte[] content) {
    requireOther(key);
    return store.putIfAbsent(key, content);
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, Path file) {
    requireOther(key);
    return store.putIfAbsent(key, file);
  }

  private void requireOther(ObjectKey key) {
    if (key.value().contains(part)) {
      throw new StoreUnavailableException("The store is down", new IOException());
    }
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
  public void close() {
    store.close();
  }
}
