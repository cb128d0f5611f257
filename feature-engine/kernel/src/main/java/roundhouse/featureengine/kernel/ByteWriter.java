package roundhouse.featureengine.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that grow as they are written: the portable form of state and of words. Integers are
/// variable-length in zig-zag order, small ones short. Reused by [#clear]; for one thread.
public final class ByteWriter {
  private byte[] bytes = new byte[64];
  private int size;

  public int size() {
    return size;
  }

  public void clear() {
    size = 0;
  }

  /// A copy of what was written.
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  public void putByte(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  public void putLong(long value) {
    long rest = (value << 1) ^ (value >> 63);
    reserve(10);
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /// Eight bytes, whatever the value: for doubles' bits and hashes.
  public void putFixed(long value) {
    reserve(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  public void putText(String text) {
    putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes behind how many they are.
  public void putBytes(byte[] value) {
    putLong(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, size, value.length);
    size += value.length;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
