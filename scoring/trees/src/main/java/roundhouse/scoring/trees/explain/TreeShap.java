package roundhouse.scoring.trees.explain;

import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeNodes;

/// One tree's part, by algorithm 2 of S. Lundberg, G. Erion and S. Lee, "Consistent individualized
/// feature attribution for tree ensembles", 2018.
///
/// A path holds, for each distinct feature on the way from the root, the share of rows that go this
/// way without knowing the feature (`unknown`), whether this row goes it (`known`, 0 or 1), and for
/// each number of known features the weight of the orders in which they come to be known
/// (`weight`).
final class TreeShap {
  private final TreeEnsemble model;
  private final TreeNodes nodes;
  private final double[] row;
  private final int tree;
  private final double[] bias;
  private final double[] parts;

  /// @param bias of each margin, added to
  /// @param parts of each margin and feature, added to
  TreeShap(TreeEnsemble model, double[] row, int tree, double[] bias, double[] parts) {
    this.model = model;
    this.nodes = model.nodes();
    this.row = row;
    this.tree = tree;
    this.bias = bias;
    this.parts = parts;
  }

  void add() {
    int root = nodes.root(tree);
    addExpected(root, 1);
    walk(root, new Path().extended(Path.NO_FEATURE, 1, 1));
  }

  private void addExpected(int node, double share) {
    if (nodes.isLeaf(node)) {
      for (int margin = 0; margin < bias.length; margin++) {
        bias[margin] += share * value(node, margin);
      }
      return;
    }
    int left = nodes.left(node);
    addExpected(left, share * share(left, left + 1));
    addExpected(left + 1, share * share(left + 1, left));
  }

  /// Of the rows that reach two children, the part that goes to the one; half, where none does.
  private double share(int child, int sibling) {
    double both = (double) nodes.cover(child) + nodes.cover(sibling);
    return both == 0 ? 0.5 : nodes.cover(child) / both;
  }

  private double value(int leaf, int margin) {
    int own = nodes.margin(tree);
    if (own == TreeNodes.ALL_MARGINS) {
      return nodes.value(nodes.firstValue(leaf) + margin);
    }
    return own == margin ? nodes.value(nodes.firstValue(leaf)) : 0;
  }

  private void walk(int node, Path path) {
    if (nodes.isLeaf(node)) {
      addLeaf(node, path);
      return;
    }
    int feature = nodes.feature(node);
    int left = nodes.left(node);
    int taken = left + nodes.step(node, model.arithmetic().valueOf(row[feature]));
    int other = left + left + 1 - taken;
    int before = path.find(feature);
    double unknown = before == 0 ? 1 : path.unknown(before);
    double known = before == 0 ? 1 : path.known(before);
    Path rest = before == 0 ? path : path.without(before);
    go(taken, rest, feature, unknown * share(taken, other), known);
    go(other, rest, feature, unknown * share(other, taken), 0);
  }

  /// A way that no training row went and that this row does not go counts for nothing.
  private void go(int child, Path path, int feature, double unknown, double known) {
    if (unknown > 0 || known > 0) {
      walk(child, path.extended(feature, unknown, known));
    }
  }

  private void addLeaf(int leaf, Path path) {
    for (int i = 1; i < path.length(); i++) {
      double change = path.known(i) - path.unknown(i);
      double weight = change == 0 ? 0 : path.weightWithout(i) * change;
      for (int margin = 0; margin < bias.length; margin++) {
        parts[margin * row.length + path.feature(i)] += weight * value(leaf, margin);
      }
    }
  }
}
