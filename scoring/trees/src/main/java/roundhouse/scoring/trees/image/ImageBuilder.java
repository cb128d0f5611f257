package roundhouse.scoring.trees.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Missing;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeNodes;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;

/// Lays out an ensemble as an image: thresholds become ranks, nodes words.
final class ImageBuilder {
  private static final int RULES = Missing.values().length;

  private final TreeEnsemble ensemble;
  private final TreeNodes nodes;
  private final boolean wideValues;

  /// Distinct keys of the thresholds of each feature, sorted.
  private final long[][] cuts;

  /// For each feature and rule the slot, or 0 where no node needs it.
  private final int[] numericSlots;

  private final int[] categorySlots;

  /// Slot 0 is a leaf's: it ranks lowest in every row, so that a leaf's step leads to itself.
  private final List<Integer> rules = new ArrayList<>(List.of(0));

  private int firstCategorySlot;
  private final int[] setOfNode;
  private int[] sets = new int[0];
  private long[] words = new long[0];

  ImageBuilder(TreeEnsemble ensemble) {
    this.ensemble = ensemble;
    this.nodes = ensemble.nodes();
    this.wideValues = ensemble.arithmetic() == Arithmetic.FLOAT64;
    this.cuts = cuts();
    this.numericSlots = new int[ensemble.features() * RULES];
    this.categorySlots = new int[ensemble.features() * RULES];
    this.setOfNode = new int[nodes.nodes()];
  }

  ImageData build() {
    addSlots(numericSlots, node -> !nodes.isCategorical(node));
    firstCategorySlot = rules.size();
    addSlots(categorySlots, nodes::isCategorical);
    addSets();
    boolean narrow =
        fits(NarrowNode.LARGEST_SLOT, NarrowNode.LARGEST_STEP, NarrowNode.LARGEST_RANK);
    requireFit();
    int[] used = used();
    return new ImageData(
        ensemble.arithmetic(),
        ensemble.link(),
        ensemble.linkParameter(),
        ensemble.divisor(),
        IntStream.range(0, ensemble.margins()).mapToDouble(ensemble::base).toArray(),
        ensemble.features(),
        IntStream.range(0, nodes.trees()).map(nodes::root).toArray(),
        margins(),
        depths(),
        narrow ? narrowNodes() : new int[0],
        narrow ? new long[0] : wideNodes(),
        floats(),
        doubles(),
        places(),
        used,
        rules.stream().mapToInt(Integer::intValue).toArray(),
        wideValues ? new int[0] : narrowTable(table(used)),
        wideValues ? table(used) : new long[0],
        firstCategorySlot,
        nodes.categories().smallest(),
        sets,
        words);
  }

  private long[][] cuts() {
    int[] counts = new int[ensemble.features()];
    forEachThreshold(node -> counts[nodes.feature(node)]++);
    long[][] keys = new long[counts.length][];
    Arrays.setAll(keys, feature -> new long[counts[feature]]);
    Arrays.fill(counts, 0);
    forEachThreshold(node -> keys[nodes.feature(node)][counts[nodes.feature(node)]++] = key(node));
    for (int feature = 0; feature < keys.length; feature++) {
      keys[feature] = Arrays.stream(keys[feature]).sorted().distinct().toArray();
    }
    return keys;
  }

  private void forEachThreshold(java.util.function.IntConsumer action) {
    for (int node = 0; node < nodes.nodes(); node++) {
      if (!nodes.isLeaf(node)
          && !nodes.isCategorical(node)
          && !Double.isNaN(nodes.threshold(node))) {
        action.accept(node);
      }
    }
  }

  /// A float32 value is at least a threshold iff it is at least the lowest float32 from it on.
  private long key(int node) {
    double threshold = nodes.threshold(node);
    if (wideValues) {
      return Keys.of(threshold);
    }
    float nearest = (float) threshold;
    return Keys.of(nearest < threshold ? Math.nextUp(nearest) : nearest);
  }

  private void addSlots(int[] slots, java.util.function.IntPredicate wanted) {
    for (int node = 0; node < nodes.nodes(); node++) {
      if (!nodes.isLeaf(node) && wanted.test(node)) {
        slots[nodes.feature(node) * RULES + nodes.missing(node).code()] = 1;
      }
    }
    for (int i = 0; i < slots.length; i++) {
      if (slots[i] != 0) {
        slots[i] = rules.size();
        rules.add(i % RULES);
      }
    }
  }

  private void addSets() {
    List<Integer> begins = new ArrayList<>();
    int total = 0;
    for (int node = 0; node < nodes.nodes(); node++) {
      if (!nodes.isLeaf(node) && nodes.isCategorical(node)) {
        setOfNode[node] = begins.size();
        begins.add(total);
        total += nodes.categories().words(node);
      }
    }
    if (begins.isEmpty()) {
      return;
    }
    begins.add(total);
    sets = begins.stream().mapToInt(Integer::intValue).toArray();
    words = new long[total];
    for (int node = 0; node < nodes.nodes(); node++) {
      if (!nodes.isLeaf(node) && nodes.isCategorical(node)) {
        for (int i = 0; i < nodes.categories().words(node); i++) {
          words[sets[setOfNode[node]] + i] = nodes.categories().word(node, i);
        }
      }
    }
  }

  private int longestStep() {
    int longest = 0;
    for (int node = 0; node < nodes.nodes(); node++) {
      if (!nodes.isLeaf(node)) {
        longest = Math.max(longest, nodes.left(node) - node);
      }
    }
    return longest;
  }

  private int[] narrowNodes() {
    int[] words = new int[nodes.nodes()];
    for (int node = 0; node < words.length; node++) {
      words[node] =
          nodes.isLeaf(node) ? 0 : NarrowNode.of(slot(node), nodes.left(node) - node, rank(node));
    }
    return words;
  }

  private long[] wideNodes() {
    long[] words = new long[nodes.nodes()];
    for (int node = 0; node < words.length; node++) {
      words[node] =
          nodes.isLeaf(node) ? 0 : WideNode.of(slot(node), nodes.left(node) - node, rank(node));
    }
    return words;
  }

  private int slot(int node) {
    int[] slots = nodes.isCategorical(node) ? categorySlots : numericSlots;
    return slots[nodes.feature(node) * RULES + nodes.missing(node).code()];
  }

  /// A threshold that lets all go left ranks above every value that is not missing.
  private int rank(int node) {
    if (nodes.isCategorical(node)) {
      return setOfNode[node];
    }
    long[] keys = cuts[nodes.feature(node)];
    return Double.isNaN(nodes.threshold(node)) ? keys.length : Arrays.binarySearch(keys, key(node));
  }

  private int[] margins() {
    return ensemble.margins() == 1
        ? new int[0]
        : IntStream.range(0, nodes.trees()).map(nodes::margin).toArray();
  }

  private int[] depths() {
    int[] depthOfNode = new int[nodes.nodes()];
    int[] depths = new int[(nodes.trees() + ImageData.LANES - 1) / ImageData.LANES];
    for (int tree = 0; tree < nodes.trees(); tree++) {
      int end = tree + 1 < nodes.trees() ? nodes.root(tree + 1) : nodes.nodes();
      for (int node = nodes.root(tree); node < end; node++) {
        if (!nodes.isLeaf(node)) {
          depthOfNode[nodes.left(node)] = depthOfNode[node] + 1;
          depthOfNode[nodes.left(node) + 1] = depthOfNode[node] + 1;
        }
        int group = tree / ImageData.LANES;
        depths[group] = Math.max(depths[group], depthOfNode[node]);
      }
    }
    return depths;
  }

  private boolean hasVectors() {
    return nodes.trees() > 0 && nodes.margin(0) == TreeNodes.ALL_MARGINS && ensemble.margins() > 1;
  }

  private float[] floats() {
    if (ensemble.arithmetic() != Arithmetic.FLOAT32 || hasVectors()) {
      return new float[0];
    }
    float[] values = new float[nodes.nodes()];
    for (int node = 0; node < values.length; node++) {
      values[node] = nodes.isLeaf(node) ? (float) nodes.value(nodes.firstValue(node)) : 0;
    }
    return values;
  }

  private double[] doubles() {
    if (hasVectors()) {
      return IntStream.range(0, nodes.nodes())
          .filter(nodes::isLeaf)
          .flatMap(
              leaf -> IntStream.range(0, ensemble.margins()).map(i -> nodes.firstValue(leaf) + i))
          .mapToDouble(nodes::value)
          .toArray();
    }
    if (ensemble.arithmetic() == Arithmetic.FLOAT32) {
      return new double[0];
    }
    double[] values = new double[nodes.nodes()];
    for (int node = 0; node < values.length; node++) {
      values[node] = nodes.isLeaf(node) ? nodes.value(nodes.firstValue(node)) : 0;
    }
    return values;
  }

  private int[] places() {
    if (!hasVectors()) {
      return new int[0];
    }
    int[] places = new int[nodes.nodes()];
    int next = 0;
    for (int node = 0; node < places.length; node++) {
      if (nodes.isLeaf(node)) {
        places[node] = next;
        next += ensemble.margins();
      }
    }
    return places;
  }

  /// Slots of a feature's thresholds follow each other, and so do those of its categories.
  private int[] used() {
    int[] numeric = featuresOf(numericSlots);
    List<Integer> used = new ArrayList<>();
    int firstCut = 0;
    for (int i = 0; i < numeric.length; i++) {
      int size = tableSize(numeric, i);
      addUsed(numeric[i], numericSlots, firstCut, size, used);
      firstCut += size;
    }
    for (int feature : featuresOf(categorySlots)) {
      addUsed(feature, categorySlots, 0, 0, used);
    }
    return used.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] featuresOf(int[] slots) {
    return IntStream.range(0, slots.length)
        .filter(i -> slots[i] != 0)
        .map(i -> i / RULES)
        .distinct()
        .toArray();
  }

  /// The least power of two above the number of cuts of each of its four.
  private int tableSize(int[] features, int i) {
    int four = i - i % 4;
    boolean alone = four + 4 > features.length;
    int most =
        IntStream.range(alone ? i : four, alone ? i + 1 : four + 4)
            .map(k -> cuts[features[k]].length)
            .max()
            .orElseThrow();
    return Math.max(1, Integer.highestOneBit(most) << 1);
  }

  private void addUsed(int feature, int[] slots, int firstCut, int size, List<Integer> used) {
    int[] own =
        IntStream.range(feature * RULES, (feature + 1) * RULES)
            .map(i -> slots[i])
            .filter(slot -> slot != 0)
            .toArray();
    used.addAll(List.of(feature, firstCut, size, own[0], own.length, cuts[feature].length));
  }

  private long[] table(int[] used) {
    int size = 0;
    for (int i = 0; i < used.length; i += ImageData.USED) {
      size += used[i + 2];
    }
    long[] table = new long[size];
    Arrays.fill(table, wideValues ? Keys.WIDE_PADDING : Keys.PADDING);
    for (int i = 0; i < used.length; i += ImageData.USED) {
      if (used[i + 2] > 0) {
        System.arraycopy(cuts[used[i]], 0, table, used[i + 1], used[i + 5]);
      }
    }
    return table;
  }

  private static int[] narrowTable(long[] table) {
    return Arrays.stream(table).mapToInt(key -> (int) key).toArray();
  }

  private static int longest(long[][] arrays) {
    return Arrays.stream(arrays).mapToInt(array -> array.length).max().orElse(0);
  }

  private boolean fits(int slot, int step, int rank) {
    return rules.size() - 1 <= slot
        && longestStep() <= step
        && Math.max(longest(cuts), sets.length) <= rank;
  }

  private void requireFit() {
    if (!fits(WideNode.LARGEST_SLOT, WideNode.LARGEST_STEP, WideNode.LARGEST_RANK)) {
      throw new UnsupportedModelException(
          "model: %d slots of features, %d nodes from a parent to its child, %d thresholds of one feature or sets of categories; expected at most %d, %d and %d"
              .formatted(
                  rules.size() - 1,
                  longestStep(),
                  Math.max(longest(cuts), sets.length),
                  WideNode.LARGEST_SLOT,
                  WideNode.LARGEST_STEP,
                  WideNode.LARGEST_RANK));
    }
  }
}
