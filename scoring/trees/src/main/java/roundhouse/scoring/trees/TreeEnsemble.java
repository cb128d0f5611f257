package roundhouse.scoring.trees;

import java.util.List;
import java.util.OptionalInt;

/// A tree model that gives, row by row, the very margin that its training library gives on the CPU.
/// Immutable and safe for any number of threads; scoring allocates nothing.
///
/// A row holds one float32 for each feature, NaN for a missing one and a category as its code. The
/// margin starts from the base score's margin and adds one leaf for each tree, in tree order and in
/// float32, because float addition does not associate: any other order gives other bits.
///
/// Layout: the nodes of all trees lie in parallel arrays, tree after tree, and the two children of
/// a node are neighbours, so that one index leads to both. A row goes left iff its value is below
/// the node's threshold; a missing value takes the node's default; at a categorical node the
/// categories of its set go right and all else left. A leaf has no left child and its value for a
/// threshold.
public final class TreeEnsemble {
  /// In [#left]: the node is a leaf.
  static final int LEAF = 0;

  private final Description description;
  private final Objective objective;
  private final float baseMargin;
  private final int[] roots;
  private final int[] feature;
  private final float[] threshold;
  private final int[] left;
  private final byte[] missingStep;
  private final CategorySets categories;

  TreeEnsemble(Description description, Objective objective, float baseScore, NodeTable nodes) {
    this.description = description;
    this.objective = objective;
    this.baseMargin = objective.marginOf(baseScore);
    this.roots = nodes.roots();
    this.feature = nodes.feature();
    this.threshold = nodes.threshold();
    this.left = nodes.left();
    this.missingStep = nodes.missingStep();
    this.categories = nodes.categories();
  }

  /// What the model file says about the model beside its trees.
  ///
  /// @param libraryVersion of the library that wrote the file, `3.2.0`
  /// @param features the number of values in a row
  /// @param featureNames in row order, or empty where the file has none
  /// @param categorical for each feature whether the file declares it categorical; empty where the
  ///   file has no types
  /// @param rounds boosting rounds, each of one or more trees
  /// @param bestIteration the attribute that early stopping leaves, counted from 0; it does not
  ///   change what a margin is
  public record Description(
      String libraryVersion,
      int features,
      List<String> featureNames,
      List<Boolean> categorical,
      int rounds,
      OptionalInt bestIteration) {
    public Description {
      featureNames = List.copyOf(featureNames);
      categorical = List.copyOf(categorical);
    }
  }

  /// Reads what XGBoost's `save_model` wrote, as JSON or UBJSON by the look of the first bytes.
  ///
  /// @throws MalformedModelException where the bytes are no such file or exceed a bound of [Limits]
  /// @throws UnsupportedModelException where it is a model that is not scored here
  public static TreeEnsemble parseXgboost(byte[] file) {
    return XgboostModel.parse(file);
  }

  public Description description() {
    return description;
  }

  public Objective objective() {
    return objective;
  }

  public int features() {
    return description.features();
  }

  public int trees() {
    return roots.length;
  }

  public int nodes() {
    return left.length;
  }

  /// The margin of a row for which no tree has anything to say.
  public float baseMargin() {
    return baseMargin;
  }

  /// The raw sum for a row, before any transform.
  public float margin(float[] row) {
    if (row.length != description.features()) {
      throw new IllegalArgumentException(
          "row: %d values; the model takes %d".formatted(row.length, description.features()));
    }
    return sum(row, 0);
  }

  /// The raw sum for the row that starts at an offset of a row-major matrix.
  public float margin(float[] matrix, int offset) {
    if (offset < 0 || offset > matrix.length - description.features()) {
      throw new IllegalArgumentException(
          "offset %d: a row of %d values does not fit in %d"
              .formatted(offset, description.features(), matrix.length));
    }
    return sum(matrix, offset);
  }

  /// What the library's `predict` returns for a margin: a probability for logistic objectives, to 1
  /// ulp.
  public float output(float margin) {
    return objective.outputOf(margin);
  }

  private float sum(float[] matrix, int offset) {
    float sum = baseMargin;
    for (int root : roots) {
      sum += leaf(root, matrix, offset);
    }
    return sum;
  }

  private float leaf(int root, float[] matrix, int offset) {
    int node = root;
    int child = left[node];
    while (child != LEAF) {
      node = child + step(node, matrix[offset + feature[node]]);
      child = left[node];
    }
    return threshold[node];
  }

  /// 0 to the left child, 1 to the right.
  private int step(int node, float value) {
    if (Float.isNaN(value)) {
      return missingStep[node];
    }
    if (categories.isCategorical(node)) {
      return categories.contains(node, value) ? 1 : 0;
    }
    return value < threshold[node] ? 0 : 1;
  }
}
