package roundhouse.featureengine.batch.parquet.encoding;

/// Reads `DELTA_BINARY_PACKED`: a first value, then in blocks the differences from one value to the
/// next, less the block's least, packed. One thread at a time.
public final class DeltaReader {
  private static final int MAX_MINIBLOCK = 1 << 16;

  private final byte[] bytes;
  private final int end;
  private final int miniblocks;
  private final int perMiniblock;
  private int position;
  private long left;
  private long value;
  private boolean isFirst = true;
  private long minDelta;
  private int widthsAt;
  private int miniblock;
  private int inMiniblock;
  private int width;
  private long bit;

  /// @param bytes with [LittleEndian#SLACK] bytes after `end`
  public DeltaReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.end = end;
    position = from;
    long block = readVarint();
    long count = readVarint();
    left = readVarint();
    value = readZigZag();
    if (count <= 0 || block % count != 0 || block / count > MAX_MINIBLOCK || block < count) {
      throw new IllegalStateException(
          "delta blocks of %d values in %d parts".formatted(block, count));
    }
    miniblocks = (int) Math.min(count, Integer.MAX_VALUE);
    perMiniblock = (int) (block / count);
    miniblock = miniblocks;
    inMiniblock = perMiniblock;
  }

  /// Reads that many values.
  public void read(long[] target, int from, int count) {
    if (count > left) {
      throw new IllegalStateException("a page ends before its values");
    }
    left -= count;
    for (int done = 0; done < count; ) {
      if (isFirst) {
        target[from + done++] = value;
        isFirst = false;
      } else {
        if (inMiniblock == perMiniblock) {
          nextMiniblock();
        }
        int some = Math.min(count - done, perMiniblock - inMiniblock);
        unpack(target, from + done, some);
        inMiniblock += some;
        done += some;
      }
    }
  }

  private void unpack(long[] target, int from, int count) {
    long last = value;
    for (int i = from; i < from + count; i++, bit += width) {
      last += minDelta + packed();
      target[i] = last;
    }
    value = last;
  }

  private long packed() {
    if (width == 0) {
      return 0;
    }
    int at = (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    long low = LittleEndian.getLong(bytes, at) >>> shift;
    int missing = width + shift - Long.SIZE;
    long high = missing > 0 ? (long) bytes[at + Long.BYTES] << (Long.SIZE - shift) : 0;
    return (low | high) & (-1L >>> (Long.SIZE - width));
  }

  private void nextMiniblock() {
    if (miniblock == miniblocks) {
      minDelta = readZigZag();
      widthsAt = position;
      position = Math.addExact(position, miniblocks);
      miniblock = 0;
    }
    if (position > end) {
      throw new IllegalStateException("a page ends before its values");
    }
    width = bytes[widthsAt + miniblock++];
    if (width < 0 || width > Long.SIZE) {
      throw new IllegalStateException("a number of %d bits".formatted(width));
    }
    inMiniblock = 0;
    bit = (long) position * Byte.SIZE;
    long next = position + (long) perMiniblock * width / Byte.SIZE;
    // Of the last part, writers may leave out what holds no value.
    position = (int) Math.min(end, next);
  }

  private long readZigZag() {
    long raw = readVarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  private long readVarint() {
    long result = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (position >= end) {
        throw new IllegalStateException("a page ends before its values");
      }
      byte next = bytes[position++];
      result |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return result;
      }
    }
    throw new IllegalStateException("a number exceeds 64 bits");
  }
}
