package roundhouse.scoring.trees.image;

import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Missing;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeEnsemble.Description;
import roundhouse.scoring.trees.ensemble.TreeEnsemble.Refused;
import roundhouse.scoring.trees.ensemble.TreeEnsembleBuilder;
import roundhouse.scoring.trees.ensemble.TreeNodes;

/// Ensembles that no library trains: every arithmetic, rule, shape and kind of node.
final class RandomEnsemble {
  private static final double[] THRESHOLDS = {
    0.0,
    -0.0,
    1.5,
    -1.5,
    1e-35f,
    -1e-35f,
    1e-45,
    1e300,
    -1e300,
    0.1,
    0.1f,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    3.4028235e38
  };

  private static final List<Arithmetic> ARITHMETICS = List.of(Arithmetic.values());
  private static final List<Missing> RULES = List.of(Missing.values());

  private final Random random;
  private final Arithmetic arithmetic;
  private final int features;
  private final boolean categorical;

  /// For how many distinct thresholds a feature may have.
  private final int spread;

  private final int depth;

  RandomEnsemble(long seed) {
    random = new Random(seed);
    arithmetic = ARITHMETICS.get(random.nextInt(ARITHMETICS.size()));
    features = random.nextInt(10) == 0 ? 3000 : 1 + random.nextInt(6);
    categorical = random.nextInt(3) == 0;
    spread = random.nextInt(4) == 0 ? 100_000 : 20;
    depth = 9;
  }

  private RandomEnsemble() {
    random = new Random(1);
    arithmetic = Arithmetic.FLOAT64;
    features = 1;
    categorical = false;
    spread = 100_000_000;
    depth = 20;
  }

  /// One feature with so many thresholds that 32 bits hold no node.
  static RandomEnsemble ofManyThresholds() {
    return new RandomEnsemble();
  }

  TreeEnsemble next() {
    double[] base = new double[random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1];
    for (int i = 0; i < base.length; i++) {
      base[i] = arithmetic.valueOf(random.nextGaussian());
    }
    boolean vectors = base.length > 1 && random.nextBoolean();
    TreeEnsembleBuilder builder = new TreeEnsembleBuilder(arithmetic, base);
    if (random.nextInt(4) == 0 && arithmetic != Arithmetic.FLOAT32) {
      builder.divideBy(3);
    }
    int trees = random.nextInt(30);
    for (int tree = 0; tree < trees; tree++) {
      int root = builder.addTree(vectors ? TreeNodes.ALL_MARGINS : random.nextInt(base.length));
      grow(builder, root, random.nextInt(depth), vectors ? base.length : 0);
    }
    return builder.build(
        new Description(
            "none 1", "", features, List.of(), List.of(), 1, OptionalInt.empty(), Refused.NOTHING));
  }

  private void grow(TreeEnsembleBuilder builder, int node, int levels, int vector) {
    if (levels == 0 || random.nextInt(6) == 0) {
      setLeaf(builder, node, vector);
      return;
    }
    int left = builder.addChildren();
    int feature = random.nextInt(features);
    Missing rule = RULES.get(random.nextInt(RULES.size()));
    if (categorical && random.nextBoolean()) {
      int[] codes = random.ints(random.nextInt(5), 0, 200).toArray();
      builder.setCategories(node, feature, codes, 0, codes.length, left, rule);
    } else {
      builder.setSplit(node, feature, threshold(), left, rule);
    }
    grow(builder, left, levels - 1, vector);
    grow(builder, left + 1, levels - 1, vector);
  }

  private void setLeaf(TreeEnsembleBuilder builder, int node, int vector) {
    if (vector == 0) {
      builder.setLeaf(node, arithmetic == Arithmetic.FLOAT32 ? (float) leaf() : leaf());
      return;
    }
    double[] values = new double[vector];
    for (int i = 0; i < vector; i++) {
      values[i] = arithmetic == Arithmetic.FLOAT32 ? (float) leaf() : leaf();
    }
    builder.setLeaf(node, values);
  }

  private double leaf() {
    return random.nextGaussian();
  }

  private double threshold() {
    double threshold =
        random.nextBoolean()
            ? THRESHOLDS[random.nextInt(THRESHOLDS.length)]
            : (random.nextInt(spread) - spread / 2) / 7.0;
    return arithmetic == Arithmetic.FLOAT32 ? (float) threshold : threshold;
  }

  /// Values at, beside and far from thresholds, and category codes.
  double[] row() {
    double[] row = new double[features];
    for (int i = 0; i < features; i++) {
      double value =
          switch (random.nextInt(4)) {
            case 0 -> THRESHOLDS[random.nextInt(THRESHOLDS.length)];
            case 1 -> random.nextInt(260) - 30 + (random.nextBoolean() ? 0 : 0.5);
            case 2 -> (random.nextInt(spread) - spread / 2) / 7.0;
            default -> random.nextGaussian();
          };
      row[i] =
          switch (random.nextInt(4)) {
            case 0 -> Math.nextUp(value);
            case 1 -> Math.nextUp((float) value);
            default -> value;
          };
    }
    return row;
  }
}
