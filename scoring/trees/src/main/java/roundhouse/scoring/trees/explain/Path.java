package roundhouse.scoring.trees.explain;

import java.util.Arrays;

/// The distinct features on a way through a tree; see [TreeShap]. The first element is the root's
/// and stands for no feature. Immutable.
final class Path {
  static final int NO_FEATURE = -1;

  private final int[] features;
  private final double[] unknowns;
  private final double[] knowns;
  private final double[] weights;

  Path() {
    this(new int[0], new double[0], new double[0], new double[0]);
  }

  private Path(int[] features, double[] unknowns, double[] knowns, double[] weights) {
    this.features = features;
    this.unknowns = unknowns;
    this.knowns = knowns;
    this.weights = weights;
  }

  int length() {
    return features.length;
  }

  int feature(int i) {
    return features[i];
  }

  double unknown(int i) {
    return unknowns[i];
  }

  double known(int i) {
    return knowns[i];
  }

  /// The feature's place, or 0 where it is not on the way.
  int find(int feature) {
    for (int i = 1; i < features.length; i++) {
      if (features[i] == feature) {
        return i;
      }
    }
    return 0;
  }

  /// One more feature: each weight is shared between the orders that know it and those that do not.
  Path extended(int feature, double unknown, double known) {
    int length = features.length;
    Path next =
        new Path(
            Arrays.copyOf(features, length + 1),
            Arrays.copyOf(unknowns, length + 1),
            Arrays.copyOf(knowns, length + 1),
            Arrays.copyOf(weights, length + 1));
    next.features[length] = feature;
    next.unknowns[length] = unknown;
    next.knowns[length] = known;
    next.weights[length] = length == 0 ? 1 : 0;
    for (int i = length - 1; i >= 0; i--) {
      next.weights[i + 1] += known * next.weights[i] * (i + 1) / (length + 1);
      next.weights[i] = unknown * next.weights[i] * (length - i) / (length + 1);
    }
    return next;
  }

  /// As if the feature at a place had never been added.
  Path without(int place) {
    return new Path(
        removed(features, place),
        removed(unknowns, place),
        removed(knowns, place),
        weightsWithout(place));
  }

  /// The sum of the weights as if the feature at a place had never been added.
  double weightWithout(int place) {
    double sum = 0;
    for (double weight : weightsWithout(place)) {
      sum += weight;
    }
    return sum;
  }

  private double[] weightsWithout(int place) {
    int last = features.length - 1;
    double[] rest = Arrays.copyOf(weights, last);
    double known = knowns[place];
    double unknown = unknowns[place];
    double next = weights[last];
    for (int i = last - 1; i >= 0; i--) {
      if (known == 0) {
        rest[i] = weights[i] * (last + 1) / (unknown * (last - i));
      } else {
        double before = rest[i];
        rest[i] = next * (last + 1) / ((i + 1) * known);
        next = before - rest[i] * unknown * (last - i) / (last + 1);
      }
    }
    return rest;
  }

  private static int[] removed(int[] values, int place) {
    int[] rest = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, place + 1, rest, place, rest.length - place);
    return rest;
  }

  private static double[] removed(double[] values, int place) {
    double[] rest = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, place + 1, rest, place, rest.length - place);
    return rest;
  }
}
