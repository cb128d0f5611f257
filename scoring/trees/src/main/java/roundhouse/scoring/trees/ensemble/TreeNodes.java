package roundhouse.scoring.trees.ensemble;

/// The nodes of all trees, tree after tree. Immutable.
///
/// Layout: parallel arrays; the two children of a node are neighbours, so that one index leads to
/// both. A leaf has no left child.
public final class TreeNodes {
  /// As a tree's margin: its leaves have a value for each margin.
  public static final int ALL_MARGINS = -1;

  /// As a node's left child: the node is a leaf. The first node is a root, so nothing's child.
  static final int LEAF = 0;

  private final int[] roots;
  private final int[] margins;
  private final int[] feature;
  private final double[] threshold;
  private final int[] left;
  private final byte[] missing;
  private final float[] cover;
  private final double[] values;
  private final CategorySets categories;

  TreeNodes(
      int[] roots,
      int[] margins,
      int[] feature,
      double[] threshold,
      int[] left,
      byte[] missing,
      float[] cover,
      double[] values,
      CategorySets categories) {
    this.roots = roots;
    this.margins = margins;
    this.feature = feature;
    this.threshold = threshold;
    this.left = left;
    this.missing = missing;
    this.cover = cover;
    this.values = values;
    this.categories = categories;
  }

  public int trees() {
    return roots.length;
  }

  public int nodes() {
    return left.length;
  }

  public int root(int tree) {
    return roots[tree];
  }

  /// The margin that a tree's leaves are added to, or [#ALL_MARGINS].
  public int margin(int tree) {
    return margins[tree];
  }

  public boolean isLeaf(int node) {
    return left[node] == LEAF;
  }

  /// The left child; the right one follows it.
  public int left(int node) {
    return left[node];
  }

  public int feature(int node) {
    return feature[node];
  }

  /// Values from it on go right, all others left; NaN lets all go left.
  public double threshold(int node) {
    return threshold[node];
  }

  public Missing missing(int node) {
    return Missing.ofCode(missing[node]);
  }

  /// Whether a node asks for membership in a set instead of comparing with a threshold.
  public boolean isCategorical(int node) {
    return categories.isCategorical(node);
  }

  /// The sets of categories, by node.
  public CategorySets categories() {
    return categories;
  }

  /// How many training rows, or what weight of them, reached the node; NaN where the file does not
  /// say.
  public float cover(int node) {
    return cover[node];
  }

  /// The place of a leaf's value, or of the first where it has one for each margin.
  public int firstValue(int leaf) {
    return feature[leaf];
  }

  public double value(int place) {
    return values[place];
  }

  /// 0 to the left child, 1 to the right, for a value that [Arithmetic#valueOf(double)] gave.
  public int step(int node, double value) {
    Missing rule = missing(node);
    if (rule.takes(value)) {
      return rule.step();
    }
    double known = Double.isNaN(value) ? 0 : value;
    if (isCategorical(node)) {
      return categories.contains(node, known) ? 1 : 0;
    }
    return known >= threshold[node] ? 1 : 0;
  }
}
