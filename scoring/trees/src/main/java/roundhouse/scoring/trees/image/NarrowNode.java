package roundhouse.scoring.trees.image;

/// A node in 32 bits: 9 for the rank, 15 for the step to the left child, 8 for the slot. It holds
/// most boosted models: up to 127 features, each with up to 511 thresholds.
///
/// The rank is above the rest, so that a whole word, as an unsigned number, is below a row's rank
/// shifted to the same place iff its own rank is: nothing need be cut out of it to be compared.
final class NarrowNode {
  private static final int RANK_BITS = 9;
  private static final int STEP_BITS = 15;
  private static final int SLOT_BITS = Integer.SIZE - RANK_BITS - STEP_BITS;

  /// Of the rank in a word.
  static final int RANK_SHIFT = STEP_BITS + SLOT_BITS;

  static final int LARGEST_RANK = (1 << RANK_BITS) - 1;
  static final int LARGEST_STEP = (1 << STEP_BITS) - 1;
  static final int LARGEST_SLOT = (1 << SLOT_BITS) - 1;

  private NarrowNode() {}

  static int of(int slot, int step, int rank) {
    return ((rank << STEP_BITS | step) << SLOT_BITS) | slot;
  }

  static int slot(int word) {
    return word & LARGEST_SLOT;
  }

  static int step(int word) {
    return (word >>> SLOT_BITS) & LARGEST_STEP;
  }

  static int rank(int word) {
    return word >>> RANK_SHIFT;
  }

  static long widen(int word) {
    return word == 0 ? 0 : WideNode.of(slot(word), step(word), rank(word));
  }
}
