package roundhouse.scoring.trees.lightgbm;

import java.util.Arrays;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.Missing;
import roundhouse.scoring.trees.ensemble.TreeEnsembleBuilder;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import roundhouse.scoring.trees.text.Section;

/// One tree of a LightGBM file: splits are numbered from 0, the root, and leaves by the complement
/// of theirs. Every split and leaf is reached once: a cycle or a shared child is refused.
final class LightgbmTree {
  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int MISSING_SHIFT = 2;

  private final Section tree;
  private final int features;
  private final int leaves;
  private final int[] leftChild;
  private final int[] rightChild;
  private final int[] splitFeature;
  private final double[] threshold;
  private final int[] decisionType;
  private final double[] leafValue;
  private final double[] leafCount;
  private final double[] splitCount;
  private final int[] setBegins;
  private final String[] setWords;

  LightgbmTree(Section tree, int features) {
    this.tree = tree;
    this.features = features;
    this.leaves = tree.whole("num_leaves");
    if (leaves < 1 || leaves > Limits.NODES) {
      throw tree.malformed("num_leaves", "1 to " + Limits.NODES, tree.text("num_leaves"));
    }
    if (tree.has("is_linear") && tree.whole("is_linear") != 0) {
      throw new UnsupportedModelException(
          "%s: linear models in leaves are not supported; train with linear_tree=false"
              .formatted(tree.name()));
    }
    this.leafValue = tree.reals("leaf_value", leaves);
    int splits = leaves - 1;
    this.leftChild = splits == 0 ? new int[0] : tree.wholes("left_child", splits);
    this.rightChild = splits == 0 ? new int[0] : tree.wholes("right_child", splits);
    this.splitFeature = splits == 0 ? new int[0] : tree.wholes("split_feature", splits);
    this.threshold = splits == 0 ? new double[0] : tree.reals("threshold", splits);
    this.decisionType = splits == 0 ? new int[0] : tree.wholes("decision_type", splits);
    this.leafCount = counts("leaf_count", leaves);
    this.splitCount = counts("internal_count", splits);
    int sets = splits == 0 ? 0 : tree.whole("num_cat");
    if (sets < 0 || sets > splits) {
      throw tree.malformed("num_cat", "0 to %d".formatted(splits), tree.text("num_cat"));
    }
    this.setBegins = sets == 0 ? new int[] {0} : tree.wholes("cat_boundaries", sets + 1);
    this.setWords = sets == 0 ? new String[0] : tree.words("cat_threshold", setBegins[sets]);
  }

  /// Empty where the file has none, or a tree of one leaf, of which it says nothing.
  private double[] counts(String key, int count) {
    return count > 1 && tree.has(key) ? tree.reals(key, count) : new double[0];
  }

  /// Level by level, so that the i-th node of the walk takes the i-th place after the root.
  void addTo(TreeEnsembleBuilder nodes, int margin) {
    int root = nodes.addTree(margin);
    int[] walk = new int[2 * leaves - 1];
    boolean[] reached = new boolean[2 * leaves];
    walk[0] = leaves == 1 ? ~0 : 0;
    reach(walk[0], reached);
    int count = 1;
    int levelEnd = 1;
    int depth = 0;
    for (int i = 0; i < count; i++) {
      if (i == levelEnd) {
        requireDepth(++depth);
        levelEnd = count;
      }
      int node = walk[i];
      if (node < 0) {
        setLeaf(~node, root + i, nodes);
      } else {
        boolean swap = addSplit(node, root + i, nodes);
        walk[count++] = reach(swap ? rightChild[node] : leftChild[node], reached);
        walk[count++] = reach(swap ? leftChild[node] : rightChild[node], reached);
      }
    }
    if (count < walk.length) {
      throw tree.malformed("left_child", "a way to each leaf", count + " nodes with one");
    }
  }

  private void setLeaf(int leaf, int place, TreeEnsembleBuilder nodes) {
    nodes.setLeaf(place, leafValue[leaf]);
    if (leafCount.length > 0) {
      nodes.setCover(place, (float) leafCount[leaf]);
    }
  }

  /// Whether the children change places: LightGBM sends the members of a set left.
  private boolean addSplit(int node, int place, TreeEnsembleBuilder nodes) {
    int feature = splitFeature[node];
    if (feature < 0 || feature >= features) {
      throw tree.malformed("split_feature", "a feature below " + features, "" + feature);
    }
    int left = nodes.addChildren();
    if (splitCount.length > 0) {
      nodes.setCover(place, (float) splitCount[node]);
    }
    boolean categorical = (decisionType[node] & CATEGORICAL) != 0;
    if (categorical) {
      int[] codes = codes(node);
      // Whatever the file says, NaN is in no set.
      nodes.setCategories(place, feature, codes, 0, codes.length, left, Missing.NAN_LEFT);
    } else {
      double first = Math.nextUp(lastLeft(threshold[node]));
      nodes.setSplit(place, feature, first, left, missing(decisionType[node]));
    }
    return categorical;
  }

  /// The largest value that goes left. LightGBM takes a value of a dense row that is at most
  /// [Missing#ZERO] in size for 0, so that no threshold lies between two such values.
  private static double lastLeft(double threshold) {
    if (Math.abs(threshold) > Missing.ZERO) {
      return threshold;
    }
    return threshold >= 0 ? Missing.ZERO : Math.nextDown(-Missing.ZERO);
  }

  private Missing missing(int decision) {
    boolean left = (decision & DEFAULT_LEFT) != 0;
    return switch (decision >> MISSING_SHIFT) {
      case 0 -> Missing.NAN_IS_ZERO;
      case 1 -> left ? Missing.ZERO_LEFT : Missing.ZERO_RIGHT;
      case 2 -> left ? Missing.NAN_LEFT : Missing.NAN_RIGHT;
      default -> throw tree.malformed("decision_type", "0 to 11", "" + decision);
    };
  }

  private int[] codes(int node) {
    int set = (int) threshold[node];
    if (set != threshold[node] || set < 0 || set >= setBegins.length - 1) {
      throw tree.malformed("threshold", "a set of categories", "" + threshold[node]);
    }
    int begin = setBegins[set];
    int words = setBegins[set + 1] - begin;
    if (begin < 0 || words < 0 || begin + words > setWords.length) {
      throw tree.malformed("cat_boundaries", "numbers that grow", "" + begin);
    }
    if (words > (Limits.CATEGORY + 1) / Integer.SIZE) {
      throw tree.malformed("cat_boundaries", "categories up to " + Limits.CATEGORY, "" + words);
    }
    int[] codes = new int[words * Integer.SIZE];
    int count = 0;
    for (int i = 0; i < codes.length; i++) {
      if ((word(begin + i / Integer.SIZE) >>> (i % Integer.SIZE) & 1) != 0) {
        codes[count++] = i;
      }
    }
    return Arrays.copyOf(codes, count);
  }

  private long word(int index) {
    String text = setWords[index];
    if (text.isEmpty() || text.length() > 10 || !text.chars().allMatch(Character::isDigit)) {
      throw tree.malformed("cat_threshold", "words of 32 bits", text);
    }
    return Long.parseLong(text);
  }

  private int reach(int node, boolean[] reached) {
    if (node < -leaves || node >= leaves - 1) {
      throw tree.malformed("left_child", "%d to %d".formatted(-leaves, leaves - 2), "" + node);
    }
    int place = node < 0 ? leaves + ~node : node;
    if (reached[place]) {
      throw tree.malformed("left_child", "one way to each node", "a second to " + node);
    }
    reached[place] = true;
    return node;
  }

  private void requireDepth(int depth) {
    if (depth > Limits.DEPTH) {
      throw new MalformedModelException(
          "%s: deeper than %d; expected at most that".formatted(tree.name(), Limits.DEPTH));
    }
  }
}
