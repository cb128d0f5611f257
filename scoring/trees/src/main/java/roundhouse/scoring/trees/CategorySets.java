package roundhouse.scoring.trees;

/// The sets of categories at categorical nodes, as bits in one array.
///
/// @param first for each node where its set begins in `words`, or [#NUMERIC] at a numeric node
/// @param length for each node how many words its set has
@SuppressWarnings("ArrayRecordComponent") // Never compared; fields of the hot loop.
record CategorySets(int[] first, int[] length, long[] words) {
  /// In `first`: the node compares with a threshold.
  static final int NUMERIC = -1;

  boolean isCategorical(int node) {
    return first[node] != NUMERIC;
  }

  /// Whether a value is in the node's set: truncated to a code as XGBoost does; a code below 0 or
  /// beyond the set is not.
  boolean contains(int node, float value) {
    if (value < 0.0f || value > Limits.CATEGORY) {
      return false;
    }
    int code = (int) value;
    int word = code >>> 6;
    return word < length[node] && (words[first[node] + word] >>> code & 1L) != 0;
  }
}
