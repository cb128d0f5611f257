package roundhouse.scoring.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ReadableObject;

/// A store that counts what it is asked, and that cannot list: the registry must never need it.
class InMemoryStore implements ObjectStore {
  final ConcurrentHashMap<ObjectKey, byte[]> objects = new ConcurrentHashMap<>();
  final AtomicInteger looks = new AtomicInteger();

  @Override
  public boolean putIfAbsent(ObjectKey key, byte[] content) {
    return objects.putIfAbsent(key, content.clone()) == null;
  }

  @Override
  public boolean putIfAbsent(ObjectKey key, Path file) {
    try {
      return putIfAbsent(key, Files.readAllBytes(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public Optional<byte[]> find(ObjectKey key) {
    looks.incrementAndGet();
    return Optional.ofNullable(objects.get(key)).map(byte[]::clone);
  }

  @Override
  public OptionalLong size(ObjectKey key) {
    looks.incrementAndGet();
    byte[] content = objects.get(key);
    return content == null ? OptionalLong.empty() : OptionalLong.of(content.length);
  }

  @Override
  public ReadableObject open(ObjectKey key) {
    throw new AssertionError("the registry opens nothing");
  }

  @Override
  public List<ObjectKey> list(ObjectKey prefix) {
    throw new AssertionError("the registry lists nothing");
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public void close() {}
}
