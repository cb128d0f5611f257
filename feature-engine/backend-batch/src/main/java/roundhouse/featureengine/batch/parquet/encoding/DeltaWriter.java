package roundhouse.featureengine.batch.parquet.encoding;

import java.util.Arrays;

/// Writes `DELTA_BINARY_PACKED`, in blocks of 128 values and parts of 32. Keeps its buffer. One
/// thread at a time.
public final class DeltaWriter {
  private static final int BLOCK = 128;
  private static final int PARTS = 4;
  private static final int PART = BLOCK / PARTS;

  private final long[] deltas = new long[BLOCK];

  public void write(ByteSink sink, long[] values, int from, int count) {
    sink.putVarint(BLOCK);
    sink.putVarint(PARTS);
    sink.putVarint(count);
    sink.putZigZag(count == 0 ? 0 : values[from]);
    for (int at = from + 1; at < from + count; at += BLOCK) {
      writeBlock(sink, values, at, Math.min(BLOCK, from + count - at));
    }
  }

  private void writeBlock(ByteSink sink, long[] values, int from, int count) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      deltas[i] = values[from + i] - values[from + i - 1];
      least = Math.min(least, deltas[i]);
    }
    for (int i = 0; i < count; i++) {
      deltas[i] -= least;
    }
    Arrays.fill(deltas, count, BLOCK, 0);
    sink.putZigZag(least);
    int widths = sink.grow(PARTS);
    for (int part = 0; part < PARTS; part++) {
      int width = part * PART < count ? width(deltas, part * PART, PART) : 0;
      sink.array()[widths + part] = (byte) width;
      sink.putPacked(deltas, part * PART, width == 0 ? 0 : PART, width);
    }
  }

  /// Bits a value that the differences of some values take, for choosing an encoding.
  public double bitsPerValue(long[] values, int from, int count) {
    long bits = 0;
    int blocks = 0;
    for (int at = from + 1; at + PART <= from + count; at += PART, blocks++) {
      bits += blockWidth(values, at);
    }
    return blocks == 0 ? Long.SIZE : (double) bits / blocks;
  }

  private int blockWidth(long[] values, int from) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < PART; i++) {
      deltas[i] = values[from + i] - values[from + i - 1];
      least = Math.min(least, deltas[i]);
    }
    for (int i = 0; i < PART; i++) {
      deltas[i] -= least;
    }
    return width(deltas, 0, PART);
  }

  private static int width(long[] numbers, int from, int count) {
    long all = 0;
    for (int i = from; i < from + count; i++) {
      all |= numbers[i];
    }
    return Long.SIZE - Long.numberOfLeadingZeros(all);
  }
}
