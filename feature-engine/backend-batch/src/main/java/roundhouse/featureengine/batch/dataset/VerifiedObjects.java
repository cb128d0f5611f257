package roundhouse.featureengine.batch.dataset;

import java.io.EOFException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ReadableObject;
import roundhouse.storage.StoreUnavailableException;

/// Checks objects against the size and digest that a manifest names, each once per instance:
/// objects never change. Safe for use by many threads.
public final class VerifiedObjects {
  private static final int CHUNK_BYTES = 1 << 20;

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
      String found = digest(object);
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

  private static String digest(ReadableObject object) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    for (long at = 0; at < object.size(); ) {
      int count = (int) Math.min(chunk.length, object.size() - at);
      object.readFully(at, chunk, 0, count);
      sha256.update(chunk, 0, count);
      at += count;
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has SHA-256", e);
    }
  }
}
