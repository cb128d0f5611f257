package roundhouse.scoring.evaluation;

import java.util.Arrays;

/// Rows sorted by score once, so that the AUC of any weighting by blocks of time costs one pass.
///
/// Layout: `codes[i]` is (block · 2 + label) of the row at rank i, ascending by probability; rows
/// of equal probability form a group, whose end (excluded) is in `groupEnds`. A weighting gives
/// each block a count. With P and N the weighted positives and negatives, walking the groups
/// upwards adds P_g · (2 · N_below + N_g) to twice the Mann-Whitney U, where ties count half.
/// Everything is an integer until the one division at the end, so no order of rows or threads
/// changes a bit.
final class Ranking {
  private final int[] codes;
  private final int[] groupEnds;

  private Ranking(int[] codes, int[] groupEnds) {
    this.codes = codes;
    this.groupEnds = groupEnds;
  }

  static Ranking of(FrozenRows rows, Scores scores, TimeBlocks blocks) {
    int[] order = ascending(scores);
    int[] codes = new int[order.length];
    int[] ends = new int[order.length];
    int groups = 0;
    for (int rank = 0; rank < order.length; rank++) {
      int row = order[rank];
      codes[rank] = blocks.of(row) * 2 + (rows.label(row) ? 1 : 0);
      boolean last = rank + 1 == order.length;
      if (last || scores.probability(row) != scores.probability(order[rank + 1])) {
        ends[groups++] = rank + 1;
      }
    }
    return new Ranking(codes, Arrays.copyOf(ends, groups));
  }

  /// Rows by ascending probability; among equals by row.
  static int[] ascending(Scores scores) {
    Integer[] order = new Integer[scores.size()];
    Arrays.setAll(order, row -> row);
    Arrays.sort(
        order,
        (left, right) -> Double.compare(scores.probability(left), scores.probability(right)));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  /// AUC with each row counted as often as its block, or NaN where that leaves one class only.
  double auc(int[] blockCounts) {
    long twiceU = 0;
    long positives = 0;
    long negatives = 0;
    int rank = 0;
    for (int end : groupEnds) {
      long groupPositives = 0;
      long groupNegatives = 0;
      for (; rank < end; rank++) {
        int code = codes[rank];
        int count = blockCounts[code >> 1];
        int label = code & 1;
        groupPositives += (long) count * label;
        groupNegatives += (long) count * (1 - label);
      }
      twiceU += groupPositives * (2 * negatives + groupNegatives);
      positives += groupPositives;
      negatives += groupNegatives;
    }
    return positives == 0 || negatives == 0
        ? Double.NaN
        : (double) twiceU / (2.0 * positives * negatives);
  }
}
