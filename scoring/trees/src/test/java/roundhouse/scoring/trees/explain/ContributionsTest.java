package roundhouse.scoring.trees.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.scoring.trees.GoldenModel;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Missing;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeEnsemble.Refused;
import roundhouse.scoring.trees.ensemble.TreeEnsembleBuilder;
import roundhouse.scoring.trees.ensemble.TreeNodes;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;

class ContributionsTest {
  private static final int FEATURES = 5;
  private static final double TOLERANCE = 1e-5;

  /// XGBoost computes them in float32.
  private static final double TOLERANCE_TO_XGBOOST = 1e-4;

  private static final Path GOLDEN = Path.of("src/test/resources/roundhouse/scoring/trees/golden");

  @Property(tries = 300)
  void partsAreTheShapleyValuesByTheirDefinition(@ForAll long seed) {
    Random random = new Random(seed);
    TreeEnsemble model = ensemble(random);
    double[] row = row(random);
    Contributions found = Contributions.of(model, row);
    double[] margins = new double[model.margins()];
    model.margins(row, margins);
    for (int margin = 0; margin < model.margins(); margin++) {
      double[] expected = shapley(model, row, margin);
      double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).sum());
      double sum = found.bias(margin);
      for (int feature = 0; feature < FEATURES; feature++) {
        assertThat(found.of(margin, feature))
            .isCloseTo(expected[feature], within(TOLERANCE * scale));
        sum += found.of(margin, feature);
      }
      assertThat(found.bias(margin))
          .isCloseTo(expected(model, row, margin, 0), within(TOLERANCE * scale));
      assertThat(sum).isCloseTo(margins[margin], within(TOLERANCE * scale));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"logistic-depth6", "logistic-sets", "multi-softprob", "dart"})
  void partsAreXgboostsOwn(String name) throws IOException {
    TreeEnsemble model = GoldenModel.model(name + ".ubj");
    List<float[]> rows = GoldenModel.rows(name + ".ubj");
    List<String> lines = Files.readAllLines(GOLDEN.resolve(name + ".contributions"));
    assertThat(lines).hasSize(40);
    for (int i = 0; i < lines.size(); i++) {
      double[] expected =
          Arrays.stream(lines.get(i).split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
      double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).sum());
      double[] row = new double[model.features()];
      for (int feature = 0; feature < row.length; feature++) {
        row[feature] = rows.get(i)[feature];
      }
      Contributions found = Contributions.of(model, row);
      double[] all = new double[expected.length];
      for (int margin = 0; margin < model.margins(); margin++) {
        int first = margin * (model.features() + 1);
        for (int feature = 0; feature < model.features(); feature++) {
          all[first + feature] = found.of(margin, feature);
        }
        all[first + model.features()] = found.bias(margin);
      }
      assertThat(all).containsExactly(expected, within(TOLERANCE_TO_XGBOOST * scale));
    }
  }

  /// A chain of as many features as levels, of which most rows go down to the end.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 40, 100, 500})
  void partsOfALongPathAddUpToTheMargin(int levels) {
    TreeEnsembleBuilder builder = new TreeEnsembleBuilder(Arithmetic.FLOAT64, new double[1]);
    int node = builder.addTree(0);
    float rows = 1e6f;
    for (int level = 0; level < levels; level++) {
      int left = builder.addChildren();
      builder.setSplit(node, level, 0.5, left, Missing.NAN_LEFT);
      builder.setLeaf(left, level % 7 - 3);
      builder.setCover(left, rows * 0.03f);
      rows *= 0.97f;
      builder.setCover(left + 1, rows);
      node = left + 1;
    }
    builder.setLeaf(node, 2);
    TreeEnsemble model =
        builder.build(
            new TreeEnsemble.Description(
                "none", "", levels, List.of(), List.of(), 1, OptionalInt.empty(), Refused.NOTHING));
    for (int end : new int[] {0, levels / 2, levels}) {
      double[] row = new double[levels];
      Arrays.fill(row, 0, end, 1);
      double[] margin = new double[1];
      model.margins(row, margin);
      Contributions found = Contributions.of(model, row);
      double sum = found.bias(0);
      double size = 0;
      for (int feature = 0; feature < levels; feature++) {
        sum += found.of(0, feature);
        size += Math.abs(found.of(0, feature));
      }
      assertThat(sum).isCloseTo(margin[0], within(1e-9 * Math.max(1, size)));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -1})
  void aModelThatDoesNotSayHowManyRowsReachedItsNodesIsRefused(float cover) {
    TreeEnsembleBuilder builder = new TreeEnsembleBuilder(Arithmetic.FLOAT64, new double[1]);
    int root = builder.addTree(0);
    int left = builder.addChildren();
    builder.setSplit(root, 0, 1, left, Missing.NAN_LEFT);
    builder.setLeaf(left, 1);
    builder.setCover(left, 3);
    builder.setLeaf(left + 1, 2);
    builder.setCover(left + 1, cover);
    TreeEnsemble model = build(builder);
    assertThatThrownBy(() -> Contributions.of(model, new double[FEATURES]))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("how many training rows");
  }

  @Test
  void aTreeOfOneLeafNeedsNoRows() {
    TreeEnsembleBuilder builder = new TreeEnsembleBuilder(Arithmetic.FLOAT64, new double[1]);
    builder.setLeaf(builder.addTree(0), 1.5);
    Contributions found = Contributions.of(build(builder), new double[FEATURES]);
    assertThat(found.bias(0)).isEqualTo(1.5);
    assertThat(found.of(0, 0)).isZero();
  }

  /// By the definition, over all sets of known features.
  private static double[] shapley(TreeEnsemble model, double[] row, int margin) {
    double[] parts = new double[FEATURES];
    for (int known = 0; known < 1 << FEATURES; known++) {
      int count = Integer.bitCount(known);
      for (int feature = 0; feature < FEATURES; feature++) {
        if ((known >> feature & 1) == 0) {
          double orders = factorial(count) * factorial(FEATURES - count - 1) / factorial(FEATURES);
          parts[feature] +=
              orders
                  * (expected(model, row, margin, known | 1 << feature)
                      - expected(model, row, margin, known));
        }
      }
    }
    return parts;
  }

  private static double factorial(int number) {
    return number <= 1 ? 1 : number * factorial(number - 1);
  }

  private static double expected(TreeEnsemble model, double[] row, int margin, int known) {
    double sum = model.base(margin);
    for (int tree = 0; tree < model.nodes().trees(); tree++) {
      sum += expected(model, row, tree, margin, known, model.nodes().root(tree));
    }
    return sum;
  }

  private static double expected(
      TreeEnsemble model, double[] row, int tree, int margin, int known, int node) {
    TreeNodes nodes = model.nodes();
    if (nodes.isLeaf(node)) {
      int own = nodes.margin(tree);
      if (own == TreeNodes.ALL_MARGINS) {
        return nodes.value(nodes.firstValue(node) + margin);
      }
      return own == margin ? nodes.value(nodes.firstValue(node)) : 0;
    }
    int left = nodes.left(node);
    if ((known >> nodes.feature(node) & 1) == 1) {
      double value = model.arithmetic().valueOf(row[nodes.feature(node)]);
      return expected(model, row, tree, margin, known, left + nodes.step(node, value));
    }
    double both = (double) nodes.cover(left) + nodes.cover(left + 1);
    double share = both == 0 ? 0.5 : nodes.cover(left) / both;
    return share * expected(model, row, tree, margin, known, left)
        + (1 - share) * expected(model, row, tree, margin, known, left + 1);
  }

  private static TreeEnsemble ensemble(Random random) {
    int margins = 1 + random.nextInt(3);
    boolean vectors = margins > 1 && random.nextBoolean();
    TreeEnsembleBuilder builder =
        new TreeEnsembleBuilder(
            random.nextBoolean() ? Arithmetic.FLOAT32 : Arithmetic.FLOAT64,
            random.doubles(margins).map(base -> (float) base).toArray());
    for (int tree = 0; tree < 1 + random.nextInt(4); tree++) {
      int root = builder.addTree(vectors ? TreeNodes.ALL_MARGINS : random.nextInt(margins));
      grow(builder, root, random.nextInt(7), vectors ? margins : 0, random);
    }
    return build(builder);
  }

  /// Returns how many rows reached the node.
  private static float grow(
      TreeEnsembleBuilder builder, int node, int levels, int vector, Random random) {
    if (levels == 0 || random.nextInt(8) == 0) {
      float rows = random.nextInt(5) == 0 ? 0 : random.nextInt(50);
      if (vector == 0) {
        builder.setLeaf(node, (float) random.nextGaussian());
      } else {
        builder.setLeaf(node, random.doubles(vector).map(value -> (float) value).toArray());
      }
      builder.setCover(node, rows);
      return rows;
    }
    int left = builder.addChildren();
    int feature = random.nextInt(FEATURES);
    Missing rule = random.nextBoolean() ? Missing.NAN_LEFT : Missing.NAN_RIGHT;
    if (random.nextInt(4) == 0) {
      int[] codes = random.ints(3, 0, 4).toArray();
      builder.setCategories(node, feature, codes, 0, codes.length, left, rule);
    } else {
      builder.setSplit(node, feature, random.nextInt(4), left, rule);
    }
    float rows =
        grow(builder, left, levels - 1, vector, random)
            + grow(builder, left + 1, levels - 1, vector, random);
    builder.setCover(node, rows);
    return rows;
  }

  private static double[] row(Random random) {
    return random
        .ints(FEATURES, -1, 5)
        .mapToDouble(value -> value == 4 ? Double.NaN : value)
        .toArray();
  }

  private static TreeEnsemble build(TreeEnsembleBuilder builder) {
    return builder.build(
        new TreeEnsemble.Description(
            "none", "", FEATURES, List.of(), List.of(), 1, OptionalInt.empty(), Refused.NOTHING));
  }
}
