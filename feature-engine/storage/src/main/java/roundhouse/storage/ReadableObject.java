package roundhouse.storage;

import java.io.Closeable;
import java.io.IOException;

/// An open object. One thread at a time.
public interface ReadableObject extends Closeable {
  /// Size in bytes.
  long size();

  /// Fills `length` bytes of `target` from `position`; throws [java.io.EOFException] past the end.
  void readFully(long position, byte[] target, int offset, int length) throws IOException;
}
