package roundhouse.scoring.server.tags;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ReadableObject;
import roundhouse.storage.StoreUnavailableException;

/// A store that can be taken down, and whose objects below a prefix can be.
final class FaultyStore implements ObjectStore {
  private final ObjectStore store;
  private volatile boolean down;
  private volatile String broken = "\0";

  FaultyStore(ObjectStore store) {
    this.store = store;
  }

  void takeDown() {
    down = true;
  }

  void bringBack() {
    down = false;
    broken = "\0";
  }

  void takeDownBelow(String prefix) {
    broken = prefix;
  }

  private ObjectStore up(ObjectKey key) {
    if (down || key.value().startsWith(broken)) {
      throw new StoreUnavailableException("Store: does not answer", new IOException("injected"));
    }
    return store;
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, byte[] content) {
    return up(key).putIfAbsent(key, content);
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, Path file) {
    return up(key).putIfAbsent(key, file);
  }

  @Override
  public Optional<byte[]> find(ObjectKey key) {
    return up(key).find(key);
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    return up(key).size(key);
  }

  @Override
  public ReadableObject open(ObjectKey key) {
    return up(key).open(key);
  }

  @Override
  public List<ObjectKey> list(ObjectKey prefix) {
    return up(prefix).list(prefix);
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void close() {}
}
