package roundhouse.featureengine.kernel.fold;

import java.util.Arrays;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.LongMultiset;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.kernel.ValuePool;

/// About how many different values there are, by HyperLogLog with the estimator of Ertl, "New
/// cardinality estimation algorithms for HyperLogLog sketches", 2017, algorithm 6.
///
/// Layout: how often each pair of a register and a rank is held, so that values can be taken back;
/// a register's rank is its greatest pair's. Cost: O(pairs + registers) an answer.
public final class DistinctSketch implements Invertible<DistinctSketch> {
  private static final int RANK_BITS = 6;
  private static final double ALPHA_INFINITY = 0.7213475204444817;

  private final Element element;
  private final int precision;
  private final ValuePool pool;
  private final LongMultiset pairs = new LongMultiset();
  private byte[] ranks = {};

  public DistinctSketch(Element element, int precision, ValuePool pool) {
    this.element = element;
    this.precision = precision;
    this.pool = pool;
  }

  public void enter(long word) {
    pairs.add(pairOf(word));
  }

  public void leave(long word) {
    pairs.remove(pairOf(word));
  }

  @Override
  public void merge(DistinctSketch other) {
    pairs.addAll(other.pairs);
  }

  @Override
  public void subtract(DistinctSketch other) {
    pairs.removeAll(other.pairs);
  }

  @Override
  public boolean isEmpty() {
    return pairs.distinct() == 0;
  }

  @Override
  public void write(ByteWriter bytes, ValuePool texts) {
    Counts.write(pairs, Element.NUMBER, bytes, texts);
  }

  @Override
  public void read(ByteReader bytes, ValuePool texts) {
    Counts.read(pairs, Element.NUMBER, bytes, texts);
    for (int slot = 0; slot < pairs.slots(); slot++) {
      long pair = pairs.key(slot);
      long rank = pair & ((1 << RANK_BITS) - 1);
      boolean isPair = pair >>> RANK_BITS < 1L << precision && rank <= Long.SIZE - precision + 1;
      if (pairs.count(slot) != 0 && !isPair) {
        throw new UnreadableStateException("a sketch's pair of " + pair);
      }
    }
  }

  @Override
  public void clear() {
    pairs.clear();
  }

  /// Puts the estimate.
  public void put(long[] outputs, int at, int output, int valueAt) {
    outputs[at + valueAt] = pairs.distinct() == 0 ? 0 : (long) StrictMath.rint(estimate());
  }

  private long pairOf(long word) {
    long hash = element.hashOf(word, pool);
    int most = Long.SIZE - precision;
    long register = hash >>> most;
    int rank = Math.min(most, Long.numberOfLeadingZeros(hash << precision)) + 1;
    return register << RANK_BITS | rank;
  }

  private double estimate() {
    int registers = 1 << precision;
    int most = Long.SIZE - precision;
    int[] holding = holding(registers, most);
    double z = registers * tau(1 - holding[most + 1] / (double) registers);
    for (int k = most; k >= 1; k--) {
      z = 0.5 * (z + holding[k]);
    }
    z = z + registers * sigma(holding[0] / (double) registers);
    return (registers / z) * registers * ALPHA_INFINITY;
  }

  /// How many registers hold each rank.
  private int[] holding(int registers, int most) {
    if (ranks.length != registers) {
      ranks = new byte[registers];
    }
    Arrays.fill(ranks, (byte) 0);
    for (int slot = 0; slot < pairs.slots(); slot++) {
      if (pairs.count(slot) != 0) {
        long pair = pairs.key(slot);
        int register = (int) (pair >>> RANK_BITS);
        ranks[register] = (byte) Math.max(ranks[register], pair & ((1 << RANK_BITS) - 1));
      }
    }
    int[] holding = new int[most + 2];
    for (byte rank : ranks) {
      holding[rank]++;
    }
    return holding;
  }

  private static double sigma(double share) {
    if (share == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double x = share;
    double y = 1;
    double sum = share;
    for (double before = Double.NaN; sum != before; ) {
      x = x * x;
      before = sum;
      sum = sum + x * y;
      y = y + y;
    }
    return sum;
  }

  private static double tau(double share) {
    if (share == 0 || share == 1) {
      return 0;
    }
    double x = share;
    double y = 1;
    double sum = 1 - share;
    for (double before = Double.NaN; sum != before; ) {
      x = StrictMath.sqrt(x);
      before = sum;
      y = 0.5 * y;
      sum = sum - (1 - x) * (1 - x) * y;
    }
    return sum / 3;
  }
}
