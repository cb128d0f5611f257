package roundhouse.scoring.trees.image;

import java.nio.ByteBuffer;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Link;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;

/// A tree model laid out for scoring: a few flat arrays, made from a [TreeEnsemble] at any time and
/// loaded without parsing. It gives the very bits that the ensemble gives. Immutable and safe for
/// any number of threads, each with an [Evaluator] of its own.
///
/// Layout: a row is first turned into one whole number a *slot*, the rank of its value among the
/// thresholds of the feature, so that a step of a walk compares two small integers whatever the
/// library's precision is. A feature has a slot for each rule of missing values that its nodes
/// have: a missing value ranks below or above all, and a walk knows nothing of it. A node is one
/// word: slot, distance to its left child, rank of its threshold; the right child follows the left.
/// A leaf is the word 0, a step to itself, so that trees of unlike depth walk side by side. Its
/// value lies in a second array, at the place of the node.
///
/// The arrays lie on the heap and are filled from the file: memory-mapped ones took a sixth longer
/// to walk, and a dropped image needs no bookkeeping, for the collector frees it when its last
/// request has ended.
public final class TreeImage {
  private final ImageData data;

  TreeImage(ImageData data) {
    this.data = data;
  }

  /// Throws [roundhouse.scoring.trees.ensemble.UnsupportedModelException] where features, nodes and
  /// thresholds are so many that no node holds them.
  public static TreeImage of(TreeEnsemble ensemble) {
    return new TreeImage(new ImageBuilder(ensemble).build());
  }

  /// Reads [#toBytes()], from its position to its limit.
  ///
  /// @throws roundhouse.scoring.trees.ensemble.MalformedModelException where the bytes are no image
  ///   of this version or were altered; build it anew from the model file
  public static TreeImage parse(ByteBuffer image) {
    return new TreeImage(ImageFile.read(image));
  }

  /// Version, checksum and arrays, little-endian: equal models give equal bytes.
  public ByteBuffer toBytes() {
    return ImageFile.write(data);
  }

  /// For one thread at a time.
  public Evaluator evaluator() {
    return new Evaluator(data);
  }

  public int features() {
    return data.features();
  }

  public Arithmetic arithmetic() {
    return data.arithmetic();
  }

  public Link link() {
    return data.link();
  }

  /// The number of raw sums for a row.
  public int margins() {
    return data.base().length;
  }

  /// The number of values that the library's `predict` returns for a row.
  public int outputs() {
    return data.link().outputs(margins());
  }

  /// What the library's `predict` returns for margins, to 1 ulp; see [TreeEnsemble#outputs].
  public void outputs(double[] margins, double[] outputs) {
    data.link().apply(data.linkParameter(), data.divisor(), margins, outputs);
  }

  /// Heap that the image takes.
  public long bytes() {
    return ImageFile.size(data);
  }
}
