package roundhouse.scoring.trees.explain;

import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeNodes;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;

/// Each feature's part of a row's margins: Shapley values over the trees' own paths, where a
/// feature that is not known goes both ways, weighted by the training rows that did. With the bias,
/// which is what is expected without knowing any feature, they add up to the margin, as a float64
/// sum of the leaves has it and before anything is averaged. Immutable.
public final class Contributions {
  private final int features;
  private final double[] bias;
  private final double[] parts;

  private Contributions(int features, double[] bias, double[] parts) {
    this.features = features;
    this.bias = bias;
    this.parts = parts;
  }

  /// Cost: for each tree its leaves times the square of its depth.
  ///
  /// @param row the features' values, NaN for missing
  /// @throws UnsupportedModelException where the model file does not say how many rows reached each
  ///   node
  public static Contributions of(TreeEnsemble model, double[] row) {
    TreeNodes nodes = model.nodes();
    requireCovers(nodes);
    double[] bias = new double[model.margins()];
    for (int margin = 0; margin < bias.length; margin++) {
      bias[margin] = model.base(margin);
    }
    double[] parts = new double[model.margins() * model.features()];
    for (int tree = 0; tree < nodes.trees(); tree++) {
      new TreeShap(model, row, tree, bias, parts).add();
    }
    return new Contributions(model.features(), bias, parts);
  }

  private static void requireCovers(TreeNodes nodes) {
    for (int node = 0; node < nodes.nodes(); node++) {
      // Of a split's children only: no share is taken of a root.
      if (!nodes.isLeaf(node)
          && !(isCount(nodes.cover(nodes.left(node)))
              && isCount(nodes.cover(nodes.left(node) + 1)))) {
        throw new UnsupportedModelException(
            "model: it does not say how many training rows reached each node; expected that of a model to be explained; save it anew with its library's statistics");
      }
    }
  }

  private static boolean isCount(float cover) {
    return cover >= 0 && Float.isFinite(cover);
  }

  /// What a margin is expected to be when no feature is known.
  public double bias(int margin) {
    return bias[margin];
  }

  /// What a feature adds to that in this row.
  public double of(int margin, int feature) {
    return parts[margin * features + feature];
  }
}
