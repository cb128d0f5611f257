package roundhouse.scoring.trees.lightgbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import roundhouse.scoring.trees.image.Evaluator;
import roundhouse.scoring.trees.image.TreeImage;

/// Every margin equals LightGBM's, bit for bit, and every output to 1 ulp, on rows that hit
/// thresholds and extremes; `make_lightgbm.py` wrote them with the real library.
class LightgbmGoldenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "binary",
        "binary-sigmoid",
        "binary-numeric",
        "binary-dense",
        "binary-zero-missing",
        "binary-no-missing",
        "binary-onehot",
        "binary-dart",
        "binary-forest",
        "binary-goss",
        "binary-deep",
        "stump-constant",
        "regression",
        "regression_l1",
        "huber",
        "fair",
        "quantile",
        "mape",
        "poisson",
        "gamma",
        "tweedie",
        "cross_entropy",
        "cross_entropy_lambda",
        "lambdarank",
        "rank_xendcg",
        "regression-sqrt",
        "multiclass",
        "multiclassova",
        "multiclass-forest"
      })
  void marginsAreTheLibrarysOwnBitsAndOutputsWithinAnUlp(String name) {
    TreeEnsemble model = TreeModelFile.parse(bytes(name + ".txt"));
    TreeImage image = TreeImage.of(model);
    Evaluator evaluator = image.evaluator();
    List<double[]> rows = rows(name);
    assertThat(rows).hasSizeGreaterThan(100);
    double[] margins = new double[model.margins()];
    double[] outputs = new double[model.outputs()];
    for (double[] row : rows) {
      int features = model.features();
      double[] expected = Arrays.copyOfRange(row, features, features + margins.length);
      model.margins(Arrays.copyOf(row, features), margins);
      assertThat(margins).as("%s %s", name, Arrays.toString(row)).isEqualTo(expected);
      evaluator.margins(row, 0, margins);
      assertThat(margins).as("image of %s %s", name, Arrays.toString(row)).isEqualTo(expected);
      image.outputs(margins, outputs);
      for (int i = 0; i < outputs.length; i++) {
        double theirs = row[features + margins.length + i];
        assertThat(Math.abs(outputs[i] - theirs))
            .as("output %s of %s, theirs %s", outputs[i], name, theirs)
            .isLessThanOrEqualTo(Math.ulp(theirs));
      }
    }
  }

  @Test
  void theFileDescribesItself() {
    TreeEnsemble.Description model = TreeModelFile.parse(bytes("binary.txt")).description();
    assertThat(model.library()).isEqualTo("lightgbm v4");
    assertThat(model.objective()).isEqualTo("binary");
    assertThat(model.rounds()).isEqualTo(6);
    assertThat(model.featureNames()).hasSize(5).startsWith("Column_0");
    assertThat(model.categorical()).containsExactly(false, false, false, false, true);
  }

  @Test
  void theCoverOfANodeIsThatOfItsChildren() {
    var nodes = TreeModelFile.parse(bytes("binary.txt")).nodes();
    assertThat(nodes.cover(nodes.root(0))).isEqualTo(600);
    int left = nodes.left(nodes.root(0));
    assertThat(nodes.cover(left) + nodes.cover(left + 1)).isEqualTo(600);
  }

  @Test
  void linearTreesAreRefused() {
    assertThatThrownBy(() -> TreeModelFile.parse(bytes("unsupported-linear.txt")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("linear_tree=false");
  }

  @Test
  void whatContradictsItselfIsRefusedByItsPlace() {
    refused("left_child=", "left_child=9 ", "tree 0: left_child");
    refused("split_feature=", "split_feature=7 ", "tree 0: split_feature");
    refused("num_leaves=7", "num_leaves=8", "tree 0: leaf_value");
    refused("num_leaves=7", "num_leaves=0", "num_leaves is '0'");
    refused("decision_type=", "decision_type=64 ", "tree 0: decision_type");
    refused("leaf_value=", "leaf_value=nan ", "tree 0: leaf_value");
    refused("version=v4", "version=v9", "version 'v9': not supported");
    refused("objective=binary", "objective=mine", "objective 'mine': not supported");
    refused("end of trees", "", "file: ends within");
    refused("Tree=1", "Tree=2", "Tree=1");
  }

  /// Puts a text in the place of another, or a first value before the others.
  private static void refused(String from, String to, String message) {
    String text = new String(bytes("binary.txt"), StandardCharsets.UTF_8);
    int at = text.indexOf(from);
    int end = at + from.length();
    if (from.endsWith("=")) {
      end = text.indexOf(' ', end) + 1;
    }
    byte[] file =
        (text.substring(0, at) + to + text.substring(end)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TreeModelFile.parse(file))
        .isInstanceOfAny(MalformedModelException.class, UnsupportedModelException.class)
        .hasMessageContaining(message);
  }

  @Property(tries = 300)
  void aFileCutShortIsMalformed(@ForAll @IntRange(min = 6) int at) {
    byte[] bytes = bytes("binary.txt");
    int end = new String(bytes, StandardCharsets.US_ASCII).indexOf("end of trees");
    byte[] cut = Arrays.copyOf(bytes, 6 + at % (end - 6));
    assertThatThrownBy(() -> TreeModelFile.parse(cut)).isInstanceOf(MalformedModelException.class);
  }

  @Property(tries = 1500)
  void aMutatedFileIsReadOrRefused(@ForAll long seed) {
    byte[] bytes = bytes(seed % 2 == 0 ? "binary.txt" : "multiclass.txt");
    Random random = new Random(seed);
    for (int i = 0; i <= random.nextInt(4); i++) {
      bytes[5 + random.nextInt(bytes.length - 5)] =
          (byte) " \n=-0123456789e.x".charAt(random.nextInt(17));
    }
    TreeEnsemble model;
    try {
      model = TreeModelFile.parse(bytes);
    } catch (MalformedModelException | UnsupportedModelException refused) {
      assertThat(refused).hasMessageMatching("(?s).{10,}");
      return;
    }
    double[] margins = new double[model.margins()];
    model.margins(new double[model.features()], margins);
    assertThat(margins).doesNotContain(Double.NaN);
  }

  private static byte[] bytes(String file) {
    try (InputStream in = LightgbmGoldenTest.class.getResourceAsStream(file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<double[]> rows(String name) {
    return new String(bytes(name + ".rows"), StandardCharsets.US_ASCII)
        .lines()
        .skip(1)
        .map(LightgbmGoldenTest::doubles)
        .toList();
  }

  private static double[] doubles(String line) {
    return Arrays.stream(line.split(" ", -1))
        .mapToDouble(word -> Double.longBitsToDouble(Long.parseUnsignedLong(word, 16)))
        .toArray();
  }
}
