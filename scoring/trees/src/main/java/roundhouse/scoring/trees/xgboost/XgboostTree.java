package roundhouse.scoring.trees.xgboost;

import java.util.Arrays;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.Missing;
import roundhouse.scoring.trees.ensemble.TreeEnsembleBuilder;
import roundhouse.scoring.trees.ensemble.TreeNodes;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;

/// One tree of an XGBoost model file. It is followed from its root, so that nodes which pruning has
/// cut off are left out, and every node that is reached is reached once: a cycle or a shared child
/// is refused.
final class XgboostTree {
  private static final int NO_CHILD = -1;
  private static final int NO_SET = -1;
  private static final int CATEGORICAL = 1;

  private final ModelFields tree;
  private final int features;
  private final float weight;
  private final int size;

  /// How many values a leaf has, where not one.
  private final int vector;

  private final int[] leftChild;
  private final int[] rightChild;
  private final int[] splitFeature;
  private final float[] splitCondition;
  private final int[] defaultLeft;
  private final int[] splitType;
  private final int[] categorySet;
  private final float[] cover;
  private int categoriesLeft;

  /// For a tree whose leaves are multiplied by a weight, as dart does.
  XgboostTree(ModelFields tree, int features, int margins, float weight) {
    this.tree = tree;
    this.features = features;
    this.weight = weight;
    this.size = size(tree);
    this.vector = vector(tree, margins);
    this.leftChild = tree.wholes("left_children", size);
    this.rightChild = tree.wholes("right_children", size);
    this.splitFeature = tree.wholes("split_indices", size);
    this.splitCondition = tree.reals("split_conditions", size);
    this.defaultLeft = tree.wholes("default_left", size);
    this.splitType = tree.has("split_type") ? tree.wholes("split_type", size) : new int[size];
    this.categorySet = categorySets(tree, size);
    this.cover = tree.has("sum_hessian") ? tree.reals("sum_hessian", size) : new float[0];
    this.categoriesLeft = tree.has("categories") ? tree.wholes("categories").length : 0;
  }

  private static int size(ModelFields tree) {
    ModelFields parameters = tree.fields("tree_param");
    int size = parameters.wholeText("num_nodes");
    if (size < 1) {
      throw parameters.malformed("num_nodes", "1 or more instead of %d".formatted(size));
    }
    return size;
  }

  private static int vector(ModelFields tree, int margins) {
    int vector = tree.fields("tree_param").wholeText("size_leaf_vector");
    if (vector <= 1) {
      return 0;
    }
    if (!tree.has("leaf_weights")) {
      throw new UnsupportedModelException(
          "%s: vectors in leaves as XGBoost before 3.2 saves them are not supported; save the model with 3.2"
              .formatted(tree.path()));
    }
    if (vector != margins) {
      throw tree.malformed("size_leaf_vector", "%d instead of %d".formatted(margins, vector));
    }
    return vector;
  }

  /// For each node the number of its category set in the file, or [#NO_SET].
  private static int[] categorySets(ModelFields tree, int size) {
    int[] sets = new int[size];
    Arrays.fill(sets, NO_SET);
    if (tree.has("categories_nodes")) {
      int[] nodes = tree.wholes("categories_nodes");
      for (int i = 0; i < nodes.length; i++) {
        if (nodes[i] < 0 || nodes[i] >= size) {
          throw tree.malformed("categories_nodes", "nodes below %d".formatted(size));
        }
        sets[nodes[i]] = i;
      }
    }
    return sets;
  }

  /// Level by level, so that the i-th node of the walk takes the i-th place after the root.
  void addTo(TreeEnsembleBuilder nodes, int margin) {
    int root = nodes.addTree(vector > 0 ? TreeNodes.ALL_MARGINS : margin);
    int[] walk = new int[size];
    boolean[] reached = new boolean[size];
    reached[0] = true;
    int count = 1;
    int levelEnd = 1;
    int depth = 0;
    for (int i = 0; i < count; i++) {
      if (i == levelEnd) {
        requireDepth(++depth);
        levelEnd = count;
      }
      int node = walk[i];
      if (cover.length > 0) {
        nodes.setCover(root + i, cover[node]);
      }
      if (isLeaf(node)) {
        setLeaf(node, root + i, nodes);
      } else {
        addSplit(node, root + i, nodes);
        walk[count++] = reach(leftChild[node], reached);
        walk[count++] = reach(rightChild[node], reached);
      }
    }
  }

  private boolean isLeaf(int node) {
    if (vector == 0 && (leftChild[node] == NO_CHILD) != (rightChild[node] == NO_CHILD)) {
      throw tree.malformed("right_children", "two children or none of node " + node);
    }
    return leftChild[node] == NO_CHILD;
  }

  /// A leaf that has a vector has its number for a right child.
  private void setLeaf(int node, int place, TreeEnsembleBuilder nodes) {
    if (vector == 0) {
      nodes.setLeaf(place, leafValue(node) * weight);
      return;
    }
    float[] weights = tree.reals("leaf_weights");
    long first = (long) rightChild[node] * vector;
    if (first < 0 || first > weights.length - vector) {
      throw tree.malformed("leaf_weights", "%d values of leaf %d".formatted(vector, node));
    }
    double[] values = new double[vector];
    for (int i = 0; i < vector; i++) {
      values[i] = finite(weights[(int) first + i], node) * weight;
    }
    nodes.setLeaf(place, values);
  }

  private float leafValue(int node) {
    return finite(splitCondition[node], node);
  }

  private float finite(float value, int leaf) {
    if (!Float.isFinite(value)) {
      throw tree.malformed("split_conditions", "a finite value of leaf %d".formatted(leaf));
    }
    return value;
  }

  private void addSplit(int node, int place, TreeEnsembleBuilder nodes) {
    int feature = splitFeature[node];
    if (feature < 0 || feature >= features) {
      throw tree.malformed(
          "split_indices", "a feature below %d instead of %d".formatted(features, feature));
    }
    int left = nodes.addChildren();
    if (splitType[node] == CATEGORICAL) {
      addCategories(node, place, left, nodes);
    } else {
      nodes.setSplit(place, feature, threshold(node), left, missing(node));
    }
  }

  private Missing missing(int node) {
    return defaultLeft[node] == 0 ? Missing.NAN_RIGHT : Missing.NAN_LEFT;
  }

  /// An infinity is a threshold like any other: all finite values lie on one side of it.
  private float threshold(int node) {
    float value = splitCondition[node];
    if (Float.isNaN(value)) {
      throw tree.malformed("split_conditions", "a number as threshold of node " + node);
    }
    return value;
  }

  private void addCategories(int node, int place, int left, TreeEnsembleBuilder nodes) {
    int set = categorySet[node];
    if (set == NO_SET) {
      throw tree.malformed("categories_nodes", "the categorical node %d in it".formatted(node));
    }
    int[] categories = tree.wholes("categories");
    int begin = element("categories_segments", set);
    int length = element("categories_sizes", set);
    if (begin < 0 || length < 0 || length > categories.length - begin) {
      throw tree.malformed("categories_segments", "sets that lie within the categories");
    }
    // Sets that overlap would cost nodes times categories, however small the file.
    categoriesLeft -= length;
    if (categoriesLeft < 0) {
      throw tree.malformed("categories_segments", "sets that do not overlap");
    }
    for (int i = begin; i < begin + length; i++) {
      if (categories[i] < 0 || categories[i] > Limits.CATEGORY) {
        throw tree.malformed(
            "categories", "0 to %d instead of %d".formatted(Limits.CATEGORY, categories[i]));
      }
    }
    nodes.setCategories(
        place, splitFeature[node], categories, begin, begin + length, left, missing(node));
  }

  private int element(String name, int index) {
    int[] numbers = tree.wholes(name);
    if (index >= numbers.length) {
      throw tree.malformed(name, "one number for each categorical node");
    }
    return numbers[index];
  }

  private int reach(int node, boolean[] reached) {
    if (node < 0 || node >= size) {
      throw tree.malformed(
          "left_children", "nodes of 0 to %d instead of %d".formatted(size - 1, node));
    }
    if (reached[node]) {
      throw tree.malformed("left_children", "one way to node %d instead of two".formatted(node));
    }
    reached[node] = true;
    return node;
  }

  private void requireDepth(int depth) {
    if (depth > Limits.DEPTH) {
      throw new MalformedModelException(
          "%s: deeper than %d; expected at most that".formatted(tree.path(), Limits.DEPTH));
    }
  }
}
