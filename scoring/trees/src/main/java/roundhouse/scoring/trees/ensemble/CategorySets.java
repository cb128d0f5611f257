package roundhouse.scoring.trees.ensemble;

/// The sets of categories at categorical nodes, as bits in one array. What is in a node's set goes
/// right, all else left.
public final class CategorySets {
  /// In `first`: the node compares with a threshold.
  static final int NUMERIC = -1;

  private final int[] first;
  private final int[] length;
  private final long[] words;
  private final double smallest;

  /// @param first for each node where its set begins in `words`, or [#NUMERIC]
  /// @param length for each node how many words its set has
  /// @param smallest values at or below it are no category: XGBoost takes −0.5 for none, LightGBM
  ///   for category 0
  CategorySets(int[] first, int[] length, long[] words, double smallest) {
    this.first = first;
    this.length = length;
    this.words = words;
    this.smallest = smallest;
  }

  boolean isCategorical(int node) {
    return first[node] != NUMERIC;
  }

  /// Whether a value, truncated to a code as all libraries do, is in the node's set.
  boolean contains(int node, double value) {
    if (value <= smallest || value > Limits.CATEGORY) {
      return false;
    }
    int code = (int) value;
    int word = code >>> 6;
    return word < length[node] && (words[first[node] + word] >>> code & 1L) != 0;
  }

  /// Values at or below it are no category.
  public double smallest() {
    return smallest;
  }

  /// The number of words in a categorical node's set.
  public int words(int node) {
    return length[node];
  }

  /// 64 categories of a categorical node's set, the lowest in the lowest bit.
  public long word(int node, int index) {
    return words[first[node] + index];
  }
}
