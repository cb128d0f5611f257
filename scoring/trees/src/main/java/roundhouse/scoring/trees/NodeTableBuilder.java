package roundhouse.scoring.trees;

import java.util.Arrays;

/// Collects the nodes of one tree after another. A parent is added before its children, and its
/// children together.
final class NodeTableBuilder {
  private static final int FIRST_CAPACITY = 1024;

  private int[] roots = new int[16];
  private int rootCount;
  private int[] feature = new int[FIRST_CAPACITY];
  private float[] threshold = new float[FIRST_CAPACITY];
  private int[] left = new int[FIRST_CAPACITY];
  private byte[] missingStep = new byte[FIRST_CAPACITY];
  private int[] firstWord = new int[FIRST_CAPACITY];
  private int[] wordCount = new int[FIRST_CAPACITY];
  private int nodeCount;
  private long[] words = new long[16];
  private int wordTotal;

  int addRoot() {
    if (rootCount == roots.length) {
      roots = Arrays.copyOf(roots, rootCount * 2);
    }
    int node = reserve(1);
    roots[rootCount++] = node;
    return node;
  }

  /// The left of two new children; the right one follows it.
  int addChildren() {
    return reserve(2);
  }

  void setLeaf(int node, float value) {
    threshold[node] = value;
    left[node] = TreeEnsemble.LEAF;
  }

  void setSplit(int node, int feature, int left, int missingStep) {
    this.feature[node] = feature;
    this.left[node] = left;
    this.missingStep[node] = (byte) missingStep;
  }

  void setThreshold(int node, float value) {
    threshold[node] = value;
  }

  /// The categories of `codes` from `begin` to `end` go right; each lies in 0 to [Limits#CATEGORY].
  void setCategories(int node, int[] codes, int begin, int end) {
    int largest = -1;
    for (int i = begin; i < end; i++) {
      largest = Math.max(largest, codes[i]);
    }
    int first = reserveWords((largest >>> 6) + (largest < 0 ? 0 : 1));
    firstWord[node] = first;
    wordCount[node] = wordTotal - first;
    for (int i = begin; i < end; i++) {
      words[first + (codes[i] >>> 6)] |= 1L << codes[i];
    }
  }

  NodeTable build() {
    return new NodeTable(
        Arrays.copyOf(roots, rootCount),
        Arrays.copyOf(feature, nodeCount),
        Arrays.copyOf(threshold, nodeCount),
        Arrays.copyOf(left, nodeCount),
        Arrays.copyOf(missingStep, nodeCount),
        new CategorySets(
            Arrays.copyOf(firstWord, nodeCount),
            Arrays.copyOf(wordCount, nodeCount),
            Arrays.copyOf(words, wordTotal)));
  }

  private int reserve(int nodes) {
    if (nodeCount > Limits.NODES - nodes) {
      throw new MalformedModelException(
          "trees: more than %d nodes together; expected at most that".formatted(Limits.NODES));
    }
    if (nodeCount + nodes > left.length) {
      grow(left.length * 2);
    }
    Arrays.fill(firstWord, nodeCount, nodeCount + nodes, CategorySets.NUMERIC);
    nodeCount += nodes;
    return nodeCount - nodes;
  }

  private void grow(int capacity) {
    feature = Arrays.copyOf(feature, capacity);
    threshold = Arrays.copyOf(threshold, capacity);
    left = Arrays.copyOf(left, capacity);
    missingStep = Arrays.copyOf(missingStep, capacity);
    firstWord = Arrays.copyOf(firstWord, capacity);
    wordCount = Arrays.copyOf(wordCount, capacity);
  }

  private int reserveWords(int count) {
    if (wordTotal > Limits.CATEGORY_WORDS - count) {
      throw new MalformedModelException(
          "category sets: more than %d words of 64 together; expected at most that"
              .formatted(Limits.CATEGORY_WORDS));
    }
    if (wordTotal + count > words.length) {
      words = Arrays.copyOf(words, Math.max(words.length * 2, wordTotal + count));
    }
    wordTotal += count;
    return wordTotal - count;
  }
}
