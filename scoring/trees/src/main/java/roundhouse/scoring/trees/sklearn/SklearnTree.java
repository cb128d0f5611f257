package roundhouse.scoring.trees.sklearn;

import java.util.Arrays;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.Missing;
import roundhouse.scoring.trees.ensemble.TreeEnsembleBuilder;
import roundhouse.scoring.trees.ensemble.TreeNodes;
import roundhouse.scoring.trees.text.Section;

/// One tree: parallel lists of its nodes, of which the first is the root. Every node is reached
/// once: a cycle, a shared child or an unreachable node is refused.
final class SklearnTree {
  private static final int LEAF = 0;

  /// Above it a threshold is infinite, and every number goes left.
  private static final int LAST_FINITE = 2;

  private static final int LARGEST_KIND = 4;

  private final Section tree;
  private final int features;
  private final int margin;

  /// Values of a leaf.
  private final int width;

  private final int[] kind;
  private final int[] left;
  private final int[] right;
  private final int[] feature;
  private final double[] threshold;
  private final double[] value;
  private final double[] cover;

  SklearnTree(Section tree, int features, int margins) {
    this.tree = tree;
    this.features = features;
    this.margin = tree.whole("margin");
    if (margin < TreeNodes.ALL_MARGINS || margin >= margins) {
      throw tree.malformed("margin", "-1 to " + (margins - 1), tree.text("margin"));
    }
    this.width = margin == TreeNodes.ALL_MARGINS ? margins : 1;
    int nodes = tree.whole("nodes");
    if (nodes < 1 || nodes > Limits.NODES || (long) nodes * width > Limits.LEAF_VALUES) {
      throw tree.malformed("nodes", "1 to " + Limits.NODES / width, tree.text("nodes"));
    }
    this.kind = tree.wholes("kind", nodes);
    this.left = tree.wholes("left", nodes);
    this.right = tree.wholes("right", nodes);
    this.feature = tree.wholes("feature", nodes);
    this.threshold = tree.reals("threshold", nodes);
    this.value = tree.reals("value", nodes * width);
    this.cover = tree.reals("cover", nodes);
  }

  /// Level by level, so that the i-th node of the walk takes the i-th place after the root.
  void addTo(TreeEnsembleBuilder nodes) {
    int root = nodes.addTree(margin);
    int[] walk = new int[kind.length];
    boolean[] reached = new boolean[kind.length];
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
      nodes.setCover(root + i, (float) cover[node]);
      if (kind[node] == LEAF) {
        setLeaf(node, root + i, nodes);
      } else {
        addSplit(node, root + i, nodes);
        walk[count++] = reach(left[node], "left", reached);
        walk[count++] = reach(right[node], "right", reached);
      }
    }
    if (count < walk.length) {
      throw tree.malformed("nodes", "a way to each node", count + " nodes with one");
    }
  }

  private void setLeaf(int node, int place, TreeEnsembleBuilder nodes) {
    if (width == 1) {
      nodes.setLeaf(place, value[node]);
    } else {
      nodes.setLeaf(place, Arrays.copyOfRange(value, node * width, (node + 1) * width));
    }
  }

  private void addSplit(int node, int place, TreeEnsembleBuilder nodes) {
    if (kind[node] < 0 || kind[node] > LARGEST_KIND) {
      throw tree.malformed("kind", "0 to " + LARGEST_KIND, "" + kind[node]);
    }
    if (feature[node] < 0 || feature[node] >= features) {
      throw tree.malformed("feature", "a feature below " + features, "" + feature[node]);
    }
    // Missing values go right at the odd kinds.
    Missing rule = kind[node] % 2 == 1 ? Missing.NAN_RIGHT : Missing.NAN_LEFT;
    double firstRight = kind[node] > LAST_FINITE ? Double.NaN : Math.nextUp(threshold[node]);
    nodes.setSplit(place, feature[node], firstRight, nodes.addChildren(), rule);
  }

  private int reach(int node, String key, boolean[] reached) {
    if (node < 0 || node >= kind.length) {
      throw tree.malformed(key, "a node below " + kind.length, "" + node);
    }
    if (reached[node]) {
      throw tree.malformed(key, "one way to each node", "a second to " + node);
    }
    reached[node] = true;
    return node;
  }

  private void requireDepth(int depth) {
    if (depth > Limits.DEPTH) {
      throw new MalformedModelException(
          "%s: deeper than %d; expected at most that".formatted(tree.name(), Limits.DEPTH));
    }
  }
}
