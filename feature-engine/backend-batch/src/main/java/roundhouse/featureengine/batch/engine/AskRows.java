package roundhouse.featureengine.batch.engine;

import java.util.List;
import roundhouse.featureengine.batch.parquet.RowGroup;

/// Which rows of the ask stream's row groups are answered, and where their answers lie.
///
/// Answers of some successive rows make a block. Blocks do not cross from one writing task to
/// another, so that each is read by one thread.
final class AskRows {
  private final RowBits[] isAsk;
  private final int[] counts;
  private final long[] firstPlace;
  private int blockBits;

  AskRows(List<RowGroup> groups) {
    isAsk =
        groups.stream().map(g -> new RowBits(Math.toIntExact(g.rows()))).toArray(RowBits[]::new);
    counts = new int[isAsk.length];
    firstPlace = new long[isAsk.length];
  }

  /// Notes that a row is answered, in the order of a group's rows, and returns what stands for it
  /// until [#place].
  long add(int group, int row) {
    isAsk[group].set(row);
    return (long) group << 32 | counts[group]++;
  }

  boolean isAsk(int group, int row) {
    return isAsk[group].get(row);
  }

  /// Lays the rows out in blocks, once all are added.
  ///
  /// @param tasks for each, the group after its last
  /// @return how many blocks there are
  int layOut(int[] tasks, int bits) {
    blockBits = bits;
    long place = 0;
    int group = 0;
    for (int end : tasks) {
      for (; group < end; group++) {
        firstPlace[group] = place;
        place += counts[group];
      }
      place = (place + blockRows() - 1) & -blockRows();
    }
    return Math.toIntExact(place >>> blockBits);
  }

  /// Where the answer of a row lies.
  long place(long row) {
    return firstPlace[(int) (row >>> 32)] + (int) row;
  }

  long firstPlace(int group) {
    return firstPlace[group];
  }

  int blockOf(long place) {
    return (int) (place >>> blockBits);
  }

  int rowInBlock(long place) {
    return (int) (place & (blockRows() - 1));
  }

  long blockRows() {
    return 1L << blockBits;
  }

  long count() {
    long count = 0;
    for (int each : counts) {
      count += each;
    }
    return count;
  }
}
