package roundhouse.featureengine.stream;

import java.io.IOException;
import java.io.InputStream;
import roundhouse.storage.ReadableObject;

/// A stored object from its beginning to its end, some megabytes at a time: each is a request to
/// the store.
final class StoredInput extends InputStream {
  private final ReadableObject object;
  private final byte[] buffer = new byte[1 << 22];
  private long read;
  private int at;
  private int filled;

  /// @param object closed with this
  StoredInput(ReadableObject object) {
    this.object = object;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, filled - at);
    System.arraycopy(buffer, at, target, offset, count);
    at += count;
    return count;
  }

  /// Whether there is another byte.
  private boolean fill() throws IOException {
    if (at == filled) {
      filled = (int) Math.min(buffer.length, object.size() - read);
      object.readFully(read, buffer, 0, filled);
      read += filled;
      at = 0;
    }
    return at < filled;
  }

  @Override
  public void close() throws IOException {
    object.close();
  }
}
