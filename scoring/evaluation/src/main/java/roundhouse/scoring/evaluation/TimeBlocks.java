package roundhouse.scoring.evaluation;

/// Which block of time each row lies in.
final class TimeBlocks {
  private final int[] ofRow;
  private final int count;

  TimeBlocks(int[] ofRow, int count) {
    this.ofRow = ofRow;
    this.count = count;
  }

  int of(int row) {
    return ofRow[row];
  }

  int count() {
    return count;
  }
}
