package roundhouse.scoring.trees.image;

import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Link;

/// The arrays of an image.
///
/// @param base of each margin
/// @param roots of the trees
/// @param margin for each tree what its leaves are added to; empty where there is one margin
/// @param depth for each eight trees the longest way to a leaf
/// @param narrow the nodes as [NarrowNode], where that holds them all, else empty
/// @param wide the nodes as [WideNode], where it does not
/// @param floats for each node its value, where sums are float32, else empty
/// @param doubles for each node its value, where sums are float64; with `place` the vectors of the
///   leaves
/// @param place for each node where its vector begins, where leaves have a value for each margin
/// @param features for each feature that is used: its number, its first cut, the power of two of
///   cuts, its first slot, its number of slots, the number of its cuts that are not padding; first
///   those that have thresholds, each four of them with tables of one size that follow each other,
///   then those of categories
/// @param rules for each slot the code of its rule for missing values
/// @param cuts of float32 values, as ordered keys, sorted by feature and padded
/// @param wideCuts of float64 values
/// @param firstCategorySlot slots from it on hold a category
/// @param smallestCategory values at or below it are no category
/// @param sets for each set of categories where its words begin, and the end of the last
/// @param words the sets' bits
@SuppressWarnings("ArrayRecordComponent") // Never compared: the hot loop's own arrays.
record ImageData(
    Arithmetic arithmetic,
    Link link,
    double linkParameter,
    double divisor,
    double[] base,
    int features,
    int[] roots,
    int[] margin,
    int[] depth,
    int[] narrow,
    long[] wide,
    float[] floats,
    double[] doubles,
    int[] place,
    int[] used,
    int[] rules,
    int[] cuts,
    long[] wideCuts,
    int firstCategorySlot,
    double smallestCategory,
    int[] sets,
    long[] words) {
  /// Trees that are walked side by side.
  static final int LANES = 8;

  /// Numbers a feature has in `used`.
  static final int USED = 6;

  /// Where the last four features with thresholds end in `used`.
  int fours() {
    int end = 0;
    while (end < used.length && used[end + 2] > 0) {
      end += USED;
    }
    return end - end % (4 * USED);
  }

  int nodes() {
    return narrow.length + wide.length;
  }

  int slots() {
    return rules.length;
  }
}
