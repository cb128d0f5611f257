package roundhouse.scoring.trees.image;

/// A node in 32 bits: 8 for the slot, 15 for the step to the left child, 9 for the rank. It holds
/// most boosted models: up to 127 features, each with up to 511 thresholds.
final class NarrowNode {
  private static final int RANK_BITS = 9;
  private static final int STEP_BITS = 15;
  static final int LARGEST_RANK = (1 << RANK_BITS) - 1;
  static final int LARGEST_STEP = (1 << STEP_BITS) - 1;
  static final int LARGEST_SLOT = (1 << (Integer.SIZE - RANK_BITS - STEP_BITS)) - 1;

  private NarrowNode() {}

  static int of(int slot, int step, int rank) {
    return ((slot << STEP_BITS | step) << RANK_BITS) | rank;
  }

  static int slot(int word) {
    return word >>> (RANK_BITS + STEP_BITS);
  }

  static int step(int word) {
    return (word >>> RANK_BITS) & LARGEST_STEP;
  }

  static int rank(int word) {
    return word & LARGEST_RANK;
  }

  static long widen(int word) {
    return word == 0 ? 0 : WideNode.of(slot(word), step(word), rank(word));
  }
}
