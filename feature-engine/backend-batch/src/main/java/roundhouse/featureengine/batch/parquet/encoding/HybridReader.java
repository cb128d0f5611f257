package roundhouse.featureengine.batch.parquet.encoding;

import java.util.Arrays;

/// Reads Parquet's hybrid of runs and bit-packed numbers, the form of levels and dictionary ids. A
/// run is a header, `length << 1` for a repeated value or `groups << 1 | 1` for that many times
/// eight packed ones, and its content. One thread at a time.
public final class HybridReader {
  private final byte[] bytes;
  private final int end;
  private final int bitWidth;
  private final long mask;
  private int position;
  private int runLeft;
  private boolean packed;
  private int repeated;
  private long bit;

  /// @param bytes with [LittleEndian#SLACK] bytes after `end`
  /// @param bitWidth of a number, 0 to 32
  public HybridReader(byte[] bytes, int from, int end, int bitWidth) {
    if (bitWidth < 0 || bitWidth > Integer.SIZE || from < 0 || end < from) {
      throw new IllegalArgumentException(
          "Numbers of %d bits in bytes %d to %d: expected 0 to 32 bits within the page"
              .formatted(bitWidth, from, end));
    }
    this.bytes = bytes;
    this.end = end;
    this.bitWidth = bitWidth;
    mask = (1L << bitWidth) - 1;
    position = from;
  }

  /// Reads that many numbers.
  public void read(int[] target, int from, int count) {
    for (int done = 0; done < count; ) {
      int some = Math.min(count - done, run());
      if (packed) {
        unpack(target, from + done, some);
      } else {
        Arrays.fill(target, from + done, from + done + some, repeated);
      }
      runLeft -= some;
      done += some;
    }
  }

  /// Reads that many numbers of one bit, sets the bits of `nulls` from `from` on where a number is
  /// 0, and returns how many are 1.
  public int readDefined(long[] nulls, int from, int count) {
    int defined = 0;
    for (int done = 0; done < count; ) {
      int some = Math.min(count - done, run());
      defined +=
          packed ? unpackDefined(nulls, from + done, some) : repeat(nulls, from + done, some);
      runLeft -= some;
      done += some;
    }
    return defined;
  }

  private int repeat(long[] nulls, int from, int count) {
    if (repeated == 1) {
      return count;
    }
    for (int row = from; row < from + count; row++) {
      nulls[row >>> 6] |= 1L << row;
    }
    return 0;
  }

  private int unpackDefined(long[] nulls, int from, int count) {
    int defined = 0;
    for (int row = from; row < from + count; row++, bit++) {
      int one = (bytes[(int) (bit >>> 3)] >>> (bit & 7)) & 1;
      nulls[row >>> 6] |= (1L - one) << row;
      defined += one;
    }
    return defined;
  }

  private void unpack(int[] target, int from, int count) {
    long at = bit;
    for (int i = from; i < from + count; i++, at += bitWidth) {
      target[i] = (int) ((LittleEndian.getLong(bytes, (int) (at >>> 3)) >>> (at & 7)) & mask);
    }
    bit = at;
  }

  /// Numbers left in the current run, the next one where that is read.
  private int run() {
    return runLeft > 0 ? runLeft : nextRun();
  }

  private int nextRun() {
    int header = readVarint();
    int length = header >>> 1;
    packed = (header & 1) != 0;
    if (packed) {
      length = Math.multiplyExact(length, 8);
      bit = (long) position * Byte.SIZE;
      long last = bit + (long) length * bitWidth;
      // The last group of a page may be cut short where its numbers end.
      position = (int) Math.min(end, (last + 7) >>> 3);
      length = bitWidth == 0 ? length : (int) Math.min(length, ((long) end * 8 - bit) / bitWidth);
    } else {
      repeated = readRepeated();
    }
    if (length == 0) {
      throw new IllegalStateException("a run of no numbers");
    }
    runLeft = length;
    return length;
  }

  private int readRepeated() {
    int width = (bitWidth + 7) / 8;
    if (position + width > end) {
      throw new IllegalStateException("a run ends past its page");
    }
    int value = (int) (LittleEndian.getLong(bytes, position) & mask);
    position += width;
    return value;
  }

  private int readVarint() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += 7) {
      if (position >= end) {
        throw new IllegalStateException("a page ends before its numbers");
      }
      byte next = bytes[position++];
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("a run's length exceeds 32 bits");
  }
}
