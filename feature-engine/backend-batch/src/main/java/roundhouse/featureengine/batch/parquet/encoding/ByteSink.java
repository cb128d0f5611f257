package roundhouse.featureengine.batch.parquet.encoding;

import java.io.OutputStream;
import java.util.Arrays;

/// Bytes that grow at their end, over an array that is used again. [LittleEndian#SLACK] bytes more
/// than asked for are always there. One thread at a time.
public final class ByteSink extends OutputStream {
  private byte[] bytes = new byte[1 << 12];
  private int size;

  public int size() {
    return size;
  }

  /// Holds [#size()] bytes; valid until the next call that adds some.
  public byte[] array() {
    return bytes;
  }

  public void clear() {
    size = 0;
  }

  /// Makes room for that many bytes and returns where they start; they count as added.
  public int grow(int count) {
    int from = size;
    size = Math.addExact(size, count);
    if (size > bytes.length - LittleEndian.SLACK) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, 2L * size + 64));
    }
    return from;
  }

  /// Forgets the bytes from that size on.
  public void truncate(int count) {
    size = count;
  }

  @Override
  public void write(int value) {
    int at = grow(1);
    bytes[at] = (byte) value;
  }

  @Override
  public void write(byte[] source, int from, int count) {
    int at = grow(count);
    System.arraycopy(source, from, bytes, at, count);
  }

  public void putInt(int value) {
    int at = grow(Integer.BYTES);
    LittleEndian.putInt(bytes, at, value);
  }

  /// Seven bits a byte, the lowest first.
  public void putVarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    write((int) rest);
  }

  /// As a varint whose lowest bit is the sign.
  public void putZigZag(long value) {
    putVarint((value << 1) ^ (value >> 63));
  }

  /// Adds numbers of that bit width, 0 to 64, the lowest bits first, padded with zeros to a whole
  /// byte.
  public void putPacked(long[] values, int from, int count, int bitWidth) {
    int at = grow((int) (((long) count * bitWidth + 7) / 8));
    long pending = 0;
    int pendingBits = 0;
    for (int i = from; i < from + count; i++) {
      long value = values[i];
      pending |= value << pendingBits;
      pendingBits += bitWidth;
      if (pendingBits >= Long.SIZE) {
        LittleEndian.putLong(bytes, at, pending);
        at += Long.BYTES;
        pendingBits -= Long.SIZE;
        // A shift by 64 is one by 0: nothing is left of a value that filled the word.
        pending = pendingBits == 0 ? 0 : value >>> (bitWidth - pendingBits);
      }
    }
    for (; pendingBits > 0; pendingBits -= Byte.SIZE) {
      bytes[at++] = (byte) pending;
      pending >>>= Byte.SIZE;
    }
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }
}
