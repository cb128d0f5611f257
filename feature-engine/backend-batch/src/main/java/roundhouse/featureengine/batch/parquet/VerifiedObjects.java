package roundhouse.featureengine.batch.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private static final int COPY_BYTES = 1 << 16;

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

  /// Copies an object to a local file that does not exist yet; false: it is missing or not the one
  /// of that digest, and what is in the file is of no use.
  public static boolean copy(ObjectStore store, ObjectKey key, String sha256, Path file) {
    try (ReadableObject object = store.open(key);
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      byte[] buffer = new byte[COPY_BYTES];
      for (long at = 0; at < object.size(); ) {
        int count = (int) Math.min(buffer.length, object.size() - at);
        object.readFully(at, buffer, 0, count);
        out.write(buffer, 0, count);
        at += count;
      }
    } catch (MissingObjectException | EOFException e) {
      return false;
    } catch (IOException e) {
      throw new StoreUnavailableException("Object '%s': copying it failed".formatted(key), e);
    }
    return Digests.sha256Hex(file).equals(sha256);
  }

  private CorruptObjectException corrupt(ObjectKey key, String expectation) {
    return new CorruptObjectException(key, store.location(), expectation, null);
  }
}
