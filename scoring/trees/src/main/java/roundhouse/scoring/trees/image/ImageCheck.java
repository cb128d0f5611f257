package roundhouse.scoring.trees.image;

import java.util.Arrays;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.Missing;
import roundhouse.scoring.trees.ensemble.TreeNodes;

/// That an image's arrays fit each other, so that no walk leaves them. Takes one pass over the
/// nodes.
final class ImageCheck {
  private final ImageData data;

  ImageCheck(ImageData data) {
    this.data = data;
  }

  void requireConsistent() {
    requireLengths();
    requireTrees();
    requireNodes();
    requireFeatures();
    requireSets();
  }

  private void requireLengths() {
    require(data.narrow().length == 0 || data.wide().length == 0, "nodes");
    require(data.base().length > 0, "margins");
    require(data.features() > 0 && data.features() <= Limits.FEATURES, "features");
    require(data.rules().length > 0, "slots");
    require(data.floats().length == 0 || data.floats().length == data.nodes(), "values");
    if (data.place().length > 0) {
      require(data.place().length == data.nodes() && data.floats().length == 0, "places");
      int last = data.doubles().length - data.base().length;
      require(Arrays.stream(data.place()).allMatch(p -> p >= 0 && p <= last), "places");
    } else if (data.floats().length == 0) {
      require(data.doubles().length == data.nodes(), "values");
    }
  }

  private void requireTrees() {
    int trees = data.roots().length;
    require(Arrays.stream(data.roots()).allMatch(r -> r >= 0 && r < data.nodes()), "roots");
    int margins = data.base().length == 1 ? 0 : trees;
    require(data.margin().length == margins, "margins");
    boolean vectors = data.place().length > 0;
    require(
        Arrays.stream(data.margin())
            .allMatch(m -> vectors ? m == TreeNodes.ALL_MARGINS : m >= 0 && m < data.base().length),
        "margins");
    require(data.depth().length == (trees + ImageData.LANES - 1) / ImageData.LANES, "depths");
    require(Arrays.stream(data.depth()).allMatch(d -> d >= 0 && d <= Limits.DEPTH), "depths");
  }

  private void requireNodes() {
    int count = data.nodes();
    boolean narrow = data.narrow().length > 0;
    for (int node = 0; node < count; node++) {
      long word = narrow ? NarrowNode.widen(data.narrow()[node]) : data.wide()[node];
      if (word != 0) {
        int step = WideNode.step(word);
        int slot = WideNode.slot(word);
        require(step > 0 && node + step + 1 < count, "steps");
        require(slot > 0 && slot < data.slots(), "slots");
        require(
            slot < data.firstCategorySlot() || WideNode.rank(word) < data.sets().length - 1,
            "sets");
      }
    }
  }

  private void requireFeatures() {
    int[] used = data.used();
    int table = data.cuts().length + data.wideCuts().length;
    require(data.cuts().length == 0 || data.wideCuts().length == 0, "cuts");
    require(used.length % ImageData.USED == 0, "features");
    for (int i = 0; i < used.length; i += ImageData.USED) {
      int size = used[i + 2];
      require(used[i] >= 0 && used[i] < data.features(), "features");
      require(size >= 0 && Integer.bitCount(size) <= 1, "cuts");
      require(used[i + 1] >= 0 && used[i + 1] <= table - size, "cuts");
      require(used[i + 3] > 0 && used[i + 4] > 0, "slots");
      require(used[i + 3] <= data.slots() - used[i + 4], "slots");
    }
    for (int i = 0; i < data.fours(); i += ImageData.USED) {
      int first = i - i % (4 * ImageData.USED);
      int place = (i - first) / ImageData.USED;
      require(used[i + 2] == used[first + 2], "cuts");
      require(used[i + 1] == used[first + 1] + place * used[first + 2], "cuts");
    }
    require(
        Arrays.stream(data.rules()).allMatch(r -> r >= 0 && r < Missing.values().length), "rules");
  }

  private void requireSets() {
    int[] sets = data.sets();
    for (int i = 0; i < sets.length; i++) {
      int least = i == 0 ? 0 : sets[i - 1];
      require(sets[i] >= least && sets[i] <= data.words().length, "sets");
    }
  }

  private static void require(boolean consistent, String what) {
    if (!consistent) {
      throw new MalformedModelException(
          "image: its %s do not fit the rest; expected an image as it was built; build it anew from the model file"
              .formatted(what));
    }
  }
}
