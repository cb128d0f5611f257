package roundhouse.scoring.trees.ensemble;

import java.util.List;
import java.util.OptionalInt;

/// A tree model of any library, with the plain evaluator that gives the library's own margins: the
/// oracle of every faster one. Immutable and safe for any number of threads.
///
/// A row holds one value for each feature, NaN for a missing one and a category as its code. Each
/// margin starts from its base and adds one leaf for each of its trees, in tree order, because
/// float addition does not associate: any other order gives other bits. Where a model averages, its
/// margins are the sums all the same, and its outputs are made from sum over divisor.
public final class TreeEnsemble {
  private final Description description;
  private final Arithmetic arithmetic;
  private final Link link;
  private final double linkParameter;
  private final double[] base;
  private final double divisor;
  private final TreeNodes nodes;

  TreeEnsemble(
      Description description,
      Arithmetic arithmetic,
      Link link,
      double linkParameter,
      double[] base,
      double divisor,
      TreeNodes nodes) {
    this.description = description;
    this.arithmetic = arithmetic;
    this.link = link;
    this.linkParameter = linkParameter;
    this.base = base;
    this.divisor = divisor;
    this.nodes = nodes;
  }

  /// What the model file says about the model beside its trees.
  ///
  /// @param library name and version of the library that wrote the file, `xgboost 3.2.0`
  /// @param objective what it was trained for, in the library's words
  /// @param features the number of values in a row
  /// @param featureNames in row order, or empty where the file has none
  /// @param categorical for each feature whether the file declares it categorical; empty where the
  ///   file has no types
  /// @param rounds boosting rounds, each of one or more trees
  /// @param bestIteration the attribute that early stopping leaves, counted from 0; it does not
  ///   change what a margin is
  /// @param refused values that the library refuses in a row
  public record Description(
      String library,
      String objective,
      int features,
      List<String> featureNames,
      List<Boolean> categorical,
      int rounds,
      OptionalInt bestIteration,
      Refused refused) {
    public Description {
      featureNames = List.copyOf(featureNames);
      categorical = List.copyOf(categorical);
    }
  }

  /// Values that a library refuses to predict for.
  public enum Refused {
    NOTHING,
    INFINITIES,
    NAN_AND_INFINITIES
  }

  public Description description() {
    return description;
  }

  public Arithmetic arithmetic() {
    return arithmetic;
  }

  public Link link() {
    return link;
  }

  public double linkParameter() {
    return linkParameter;
  }

  public TreeNodes nodes() {
    return nodes;
  }

  public int features() {
    return description.features();
  }

  /// The number of raw sums for a row: one, or one for each class or target.
  public int margins() {
    return base.length;
  }

  /// The number of values that the library's `predict` returns for a row.
  public int outputs() {
    return link.outputs(base.length);
  }

  /// What a margin starts from.
  public double base(int margin) {
    return base[margin];
  }

  /// What a margin is divided by before the link; 1 for models that do not average.
  public double divisor() {
    return divisor;
  }

  /// The raw sums for a row, before any transform.
  ///
  /// @param margins filled, [#margins()] long
  public void margins(double[] row, double[] margins) {
    requireLength("row", row.length, features());
    requireLength("margins", margins.length, base.length);
    System.arraycopy(base, 0, margins, 0, base.length);
    for (int tree = 0; tree < nodes.trees(); tree++) {
      addLeaf(tree, leaf(tree, row), margins);
    }
  }

  /// The raw sums for the row that starts at an offset of a row-major matrix.
  public void margins(float[] matrix, int offset, double[] margins) {
    double[] row = new double[features()];
    for (int i = 0; i < row.length; i++) {
      row[i] = matrix[offset + i];
    }
    margins(row, margins);
  }

  /// What the library's `predict` returns for margins, to 1 ulp.
  ///
  /// @param outputs filled, [#outputs()] long
  public void outputs(double[] margins, double[] outputs) {
    requireLength("margins", margins.length, base.length);
    requireLength("outputs", outputs.length, outputs());
    link.apply(linkParameter, divisor, margins, outputs);
  }

  private void addLeaf(int tree, int leaf, double[] margins) {
    int value = nodes.firstValue(leaf);
    int margin = nodes.margin(tree);
    if (margin == TreeNodes.ALL_MARGINS) {
      for (int i = 0; i < margins.length; i++) {
        margins[i] = arithmetic.sum(margins[i], nodes.value(value + i));
      }
    } else {
      margins[margin] = arithmetic.sum(margins[margin], nodes.value(value));
    }
  }

  private int leaf(int tree, double[] row) {
    int node = nodes.root(tree);
    while (!nodes.isLeaf(node)) {
      double value = arithmetic.valueOf(row[nodes.feature(node)]);
      node = nodes.left(node) + nodes.step(node, value);
    }
    return node;
  }

  private static void requireLength(String subject, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          "%s: %d values; the model has %d".formatted(subject, length, expected));
    }
  }
}
