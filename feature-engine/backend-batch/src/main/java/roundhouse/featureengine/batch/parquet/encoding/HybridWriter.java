package roundhouse.featureengine.batch.parquet.encoding;

/// Writes Parquet's hybrid of runs and bit-packed numbers: one run where all numbers are equal,
/// else all packed. Mixing the two would save little that the page's compression does not.
public final class HybridWriter {
  private HybridWriter() {}

  /// Adds `count` numbers below `1 << bitWidth`.
  public static void write(ByteSink sink, long[] numbers, int from, int count, int bitWidth) {
    if (count == 0) {
      return;
    }
    if (allEqual(numbers, from, count)) {
      writeRun(sink, count, numbers[from], bitWidth);
    } else {
      int groups = (count + 7) / 8;
      sink.putVarint(((long) groups << 1) | 1);
      int end = sink.size() + groups * bitWidth;
      sink.putPacked(numbers, from, count, bitWidth);
      while (sink.size() < end) {
        sink.write(0);
      }
    }
  }

  private static boolean allEqual(long[] numbers, int from, int count) {
    for (int i = from + 1; i < from + count; i++) {
      if (numbers[i] != numbers[from]) {
        return false;
      }
    }
    return true;
  }

  private static void writeRun(ByteSink sink, int count, long number, int bitWidth) {
    sink.putVarint((long) count << 1);
    for (int bits = 0; bits < bitWidth; bits += Byte.SIZE) {
      sink.write((int) (number >>> bits));
    }
  }

  /// Adds the levels of a column that may be null: 0 for each of the rows `from` to `from + count`
  /// whose bit of `nulls` is set, else 1. `from` is a multiple of 64.
  public static void writeDefined(ByteSink sink, long[] nulls, int from, int count, int nullCount) {
    if (nullCount == 0 || nullCount == count) {
      writeRun(sink, count, nullCount == 0 ? 1 : 0, 1);
      return;
    }
    int groups = (count + 7) / 8;
    sink.putVarint(((long) groups << 1) | 1);
    int at = sink.grow(groups);
    byte[] bytes = sink.array();
    for (int group = 0; group < groups; group++) {
      int row = from + group * 8;
      bytes[at + group] = (byte) ~(nulls[row >>> 6] >>> row);
    }
  }
}
