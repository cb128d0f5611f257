package roundhouse.scoring.trees.image;

/// A node in 64 bits: 18 for the slot, 22 for the step to the left child, 24 for the rank.
final class WideNode {
  private static final int RANK_BITS = 24;
  private static final int STEP_BITS = 22;
  static final int LARGEST_RANK = (1 << RANK_BITS) - 1;
  static final int LARGEST_STEP = (1 << STEP_BITS) - 1;
  static final int LARGEST_SLOT = (1 << (Long.SIZE - RANK_BITS - STEP_BITS)) - 1;

  private WideNode() {}

  static long of(int slot, int step, int rank) {
    return ((long) slot << STEP_BITS | step) << RANK_BITS | rank;
  }

  static int slot(long word) {
    return (int) (word >>> (RANK_BITS + STEP_BITS));
  }

  static int step(long word) {
    return (int) (word >>> RANK_BITS) & LARGEST_STEP;
  }

  static int rank(long word) {
    return (int) word & LARGEST_RANK;
  }
}
