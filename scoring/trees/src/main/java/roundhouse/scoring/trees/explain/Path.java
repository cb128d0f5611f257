package roundhouse.scoring.trees.explain;

import java.util.Arrays;

/// The distinct features on a way through a tree. Immutable.
///
/// Each has the share of training rows that go this way where the feature is not known (`unknown`),
/// and whether the explained row goes it (`known`, 1 or 0).
final class Path {
  static final Path EMPTY = new Path(new int[0], new double[0], new double[0]);

  private static final int NOT_THERE = -1;

  private final int[] features;
  private final double[] unknowns;
  private final double[] knowns;

  private Path(int[] features, double[] unknowns, double[] knowns) {
    this.features = features;
    this.unknowns = unknowns;
    this.knowns = knowns;
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

  /// One step more: a feature that is on the way already has the shares of both steps.
  Path with(int feature, double unknown, double known) {
    int found = find(feature);
    int place = found == NOT_THERE ? features.length : found;
    int length = Math.max(features.length, place + 1);
    Path next =
        new Path(
            Arrays.copyOf(features, length),
            Arrays.copyOf(unknowns, length),
            Arrays.copyOf(knowns, length));
    next.features[place] = feature;
    next.unknowns[place] = found == NOT_THERE ? unknown : unknown * unknowns[place];
    next.knowns[place] = found == NOT_THERE ? known : known * knowns[place];
    return next;
  }

  private int find(int feature) {
    for (int i = 0; i < features.length; i++) {
      if (features[i] == feature) {
        return i;
      }
    }
    return NOT_THERE;
  }

  /// Whether a row, or the explained one, comes to its end at all with some features known.
  boolean isReachable() {
    for (int i = 0; i < features.length; i++) {
      if (unknowns[i] == 0 && knowns[i] == 0) {
        return false;
      }
    }
    return true;
  }
}
