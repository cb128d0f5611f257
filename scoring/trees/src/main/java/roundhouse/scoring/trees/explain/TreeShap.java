package roundhouse.scoring.trees.explain;

import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeNodes;

/// One tree's part: Shapley values of the game that S. Lundberg, G. Erion and S. Lee play on its
/// paths ("Consistent individualized feature attribution for tree ensembles", 2018).
///
/// A leaf's value counts by the product, over the distinct features on the way to it, of `known`
/// where a feature is known and `unknown` where it is not. So a feature's part is the leaf's value
/// times `known` less `unknown` of it, times the integral over t from 0 to 1 of the product of t
/// `known` + (1 − t) `unknown` of all others: t^k (1 − t)^(n−1−k) integrates to the share of orders
/// in which k others are known before. The integrand is a polynomial without negative terms, so
/// that the sum loses no digits; the paper's algorithm 2, which divides features out again, loses
/// all on paths of a hundred features.
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
    walk(root, Path.EMPTY);
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
    if (!path.isReachable()) {
      return;
    }
    if (nodes.isLeaf(node)) {
      addLeaf(node, path);
      return;
    }
    int feature = nodes.feature(node);
    int left = nodes.left(node);
    int taken = left + nodes.step(node, model.arithmetic().valueOf(row[feature]));
    int other = left + left + 1 - taken;
    walk(taken, path.with(feature, share(taken, other), 1));
    walk(other, path.with(feature, share(other, taken), 0));
  }

  private void addLeaf(int leaf, Path path) {
    double[] weights = weights(path);
    for (int i = 0; i < weights.length; i++) {
      double part = weights[i] * (path.known(i) - path.unknown(i));
      for (int margin = 0; margin < bias.length; margin++) {
        parts[margin * row.length + path.feature(i)] += part * value(leaf, margin);
      }
    }
  }

  /// For each feature the integral over the others, by products of those before and after it.
  private static double[] weights(Path path) {
    int length = path.length();
    double[] weights = new double[length];
    Quadrature rule = Quadrature.ofDegree(Math.max(0, length - 1));
    double[] after = new double[length + 1];
    for (int k = 0; k < rule.count(); k++) {
      double t = rule.place(k);
      after[length] = 1;
      for (int i = length - 1; i >= 0; i--) {
        after[i] = after[i + 1] * factor(path, i, t);
      }
      double before = rule.weight(k);
      for (int i = 0; i < length; i++) {
        weights[i] += before * after[i + 1];
        before *= factor(path, i, t);
      }
    }
    return weights;
  }

  private static double factor(Path path, int i, double t) {
    return t * path.known(i) + (1 - t) * path.unknown(i);
  }
}
