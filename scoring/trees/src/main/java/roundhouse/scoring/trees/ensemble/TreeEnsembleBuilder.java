package roundhouse.scoring.trees.ensemble;

import java.util.Arrays;

/// Collects the nodes of one tree after another. A parent is added before its children, and its
/// children together. What it takes must be checked by the reader of the file: that features,
/// margins and category codes are in range and thresholds what [TreeNodes#threshold(int)] says.
public final class TreeEnsembleBuilder {
  private static final int FIRST_CAPACITY = 1024;

  private final Arithmetic arithmetic;
  private final double[] base;
  private double divisor = 1;
  private Link link = Link.IDENTITY;
  private double linkParameter;
  private int[] roots = new int[16];
  private int[] margins = new int[16];
  private int treeCount;
  private int[] feature = new int[FIRST_CAPACITY];
  private double[] threshold = new double[FIRST_CAPACITY];
  private int[] left = new int[FIRST_CAPACITY];
  private byte[] missing = new byte[FIRST_CAPACITY];
  private float[] cover = new float[FIRST_CAPACITY];
  private int[] firstWord = new int[FIRST_CAPACITY];
  private int[] wordCount = new int[FIRST_CAPACITY];
  private int nodeCount;
  private double[] values = new double[FIRST_CAPACITY];
  private int valueCount;
  private long[] words = new long[16];
  private int wordTotal;

  /// For a model of as many margins as bases.
  ///
  /// @param base what each margin starts from
  public TreeEnsembleBuilder(Arithmetic arithmetic, double[] base) {
    this.arithmetic = arithmetic;
    this.base = base.clone();
  }

  /// What each margin is divided by before the link.
  public TreeEnsembleBuilder divideBy(double divisor) {
    this.divisor = divisor;
    return this;
  }

  /// How margins become outputs; [Link#IDENTITY] by default.
  ///
  /// @param parameter of the link, where it has one
  public TreeEnsembleBuilder link(Link link, double parameter) {
    this.link = link;
    this.linkParameter = parameter;
    return this;
  }

  /// Begins a tree and returns its root.
  ///
  /// @param margin that its leaves are added to, or [TreeNodes#ALL_MARGINS]
  public int addTree(int margin) {
    if (treeCount == Limits.TREES) {
      throw new MalformedModelException(
          "trees: more than %d; expected at most that".formatted(Limits.TREES));
    }
    if (treeCount == roots.length) {
      roots = Arrays.copyOf(roots, treeCount * 2);
      margins = Arrays.copyOf(margins, treeCount * 2);
    }
    margins[treeCount] = margin;
    roots[treeCount] = reserve(1);
    return roots[treeCount++];
  }

  /// The left of two new children; the right one follows it.
  public int addChildren() {
    return reserve(2);
  }

  public void setLeaf(int node, double value) {
    left[node] = TreeNodes.LEAF;
    feature[node] = addValue(value);
  }

  /// A leaf with a value for each margin.
  public void setLeaf(int node, double[] leafValues) {
    left[node] = TreeNodes.LEAF;
    feature[node] = valueCount;
    for (double value : leafValues) {
      addValue(value);
    }
  }

  /// Values from the threshold on go right, all others left.
  public void setSplit(int node, int splitFeature, double value, int leftChild, Missing rule) {
    feature[node] = splitFeature;
    threshold[node] = value;
    left[node] = leftChild;
    missing[node] = (byte) rule.code();
  }

  /// The categories of `codes` from `begin` to `end` go right, all else left; each lies in 0 to
  /// [Limits#CATEGORY].
  public void setCategories(
      int node, int splitFeature, int[] codes, int begin, int end, int leftChild, Missing rule) {
    setSplit(node, splitFeature, Double.NaN, leftChild, rule);
    int largest = -1;
    for (int i = begin; i < end; i++) {
      largest = Math.max(largest, codes[i]);
    }
    int first = reserveWords((largest >> 6) + 1);
    firstWord[node] = first;
    wordCount[node] = wordTotal - first;
    for (int i = begin; i < end; i++) {
      words[first + (codes[i] >>> 6)] |= 1L << codes[i];
    }
  }

  /// How many training rows, or what weight of them, reached the node.
  public void setCover(int node, float value) {
    cover[node] = value;
  }

  public TreeEnsemble build(TreeEnsemble.Description description) {
    return new TreeEnsemble(
        description, arithmetic, link, linkParameter, base, divisor, buildNodes());
  }

  private TreeNodes buildNodes() {
    return new TreeNodes(
        Arrays.copyOf(roots, treeCount),
        Arrays.copyOf(margins, treeCount),
        Arrays.copyOf(feature, nodeCount),
        Arrays.copyOf(threshold, nodeCount),
        Arrays.copyOf(left, nodeCount),
        Arrays.copyOf(missing, nodeCount),
        Arrays.copyOf(cover, nodeCount),
        Arrays.copyOf(values, valueCount),
        new CategorySets(
            Arrays.copyOf(firstWord, nodeCount),
            Arrays.copyOf(wordCount, nodeCount),
            Arrays.copyOf(words, wordTotal),
            arithmetic == Arithmetic.FLOAT32 ? -Double.MIN_VALUE : -1));
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
    Arrays.fill(cover, nodeCount, nodeCount + nodes, Float.NaN);
    nodeCount += nodes;
    return nodeCount - nodes;
  }

  private void grow(int capacity) {
    feature = Arrays.copyOf(feature, capacity);
    threshold = Arrays.copyOf(threshold, capacity);
    left = Arrays.copyOf(left, capacity);
    missing = Arrays.copyOf(missing, capacity);
    cover = Arrays.copyOf(cover, capacity);
    firstWord = Arrays.copyOf(firstWord, capacity);
    wordCount = Arrays.copyOf(wordCount, capacity);
  }

  private int addValue(double value) {
    if (valueCount == values.length) {
      if (valueCount > Limits.LEAF_VALUES / 2) {
        throw new MalformedModelException(
            "leaves: more than %d values together; expected at most that"
                .formatted(Limits.LEAF_VALUES));
      }
      values = Arrays.copyOf(values, valueCount * 2);
    }
    values[valueCount] = value;
    return valueCount++;
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
