package roundhouse.featureengine.batch.engine;

/// A bit for each row of a row group.
final class RowBits {
  private final long[] bits;

  RowBits(int rows) {
    bits = new long[(rows + Long.SIZE - 1) / Long.SIZE];
  }

  void set(int row) {
    bits[row >>> 6] |= 1L << row;
  }

  boolean get(int row) {
    return (bits[row >>> 6] >>> row & 1) != 0;
  }
}
