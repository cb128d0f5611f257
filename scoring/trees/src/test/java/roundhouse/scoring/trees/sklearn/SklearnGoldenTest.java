package roundhouse.scoring.trees.sklearn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.ensemble.Link;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeEnsemble.Refused;
import roundhouse.scoring.trees.image.Evaluator;
import roundhouse.scoring.trees.image.TreeImage;

/// Every margin equals scikit-learn's, bit for bit, and every output to 1 ulp (of several classes
/// 2), on rows that hit thresholds and extremes; `make_sklearn.py` wrote them with the real
/// library.
class SklearnGoldenTest {
  private static final Path GOLDEN = Path.of("src/test/resources/roundhouse/scoring/trees/sklearn");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forest-binary",
        "forest-classes",
        "forest-regression",
        "forest-missing",
        "extra-binary",
        "extra-regression",
        "boosted-binary",
        "boosted-exponential",
        "boosted-classes",
        "boosted-zero",
        "boosted-regression",
        "boosted-quantile",
        "histogram-binary",
        "histogram-missing",
        "histogram-classes",
        "histogram-regression",
        "histogram-poisson",
        "histogram-gamma"
      })
  void marginsAreTheLibrarysOwnBitsAndOutputsWithinAnUlp(String name) throws IOException {
    TreeEnsemble model = TreeModelFile.parse(bytes(name));
    TreeImage image = TreeImage.parse(TreeImage.of(model).toBytes());
    Evaluator evaluator = image.evaluator();
    List<double[]> rows = rows(name);
    assertThat(rows).hasSizeGreaterThan(100);
    int features = model.features();
    double[] margins = new double[model.margins()];
    double[] outputs = new double[model.outputs()];
    for (double[] row : rows) {
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
            .isLessThanOrEqualTo(ulps(model) * Math.ulp(theirs));
      }
    }
  }

  /// NumPy's e^x in vectors is not that of any one library and differs by processor, so that of a
  /// softmax even the exact value, rounded once, is up to 2 ulp away.
  private static int ulps(TreeEnsemble model) {
    return model.link() == Link.SOFTMAX ? 2 : 1;
  }

  @Test
  void theFileDescribesItself() throws IOException {
    TreeEnsemble forest = TreeModelFile.parse(bytes("forest-binary"));
    assertThat(forest.description().library()).isEqualTo("scikit-learn 1.9.1");
    assertThat(forest.description().objective()).isEqualTo("RandomForestClassifier");
    assertThat(forest.link().givesProbability()).isTrue();
    assertThat(forest.nodes().cover(forest.nodes().root(0))).isEqualTo(400);
    assertThat(TreeModelFile.parse(bytes("forest-missing")).description().refused())
        .isEqualTo(Refused.INFINITIES);
    assertThat(TreeModelFile.parse(bytes("boosted-binary")).description().refused())
        .isEqualTo(Refused.NAN_AND_INFINITIES);
  }

  @Test
  void namesMayHoldSpaces() throws IOException {
    String text = new String(bytes("forest-binary"), StandardCharsets.UTF_8);
    byte[] named =
        text.replace("feature_names=[]", "feature_names=[\"a b\", \"c=d\", \"\\u00e9\", \"e\"]")
            .getBytes(StandardCharsets.UTF_8);
    assertThat(TreeModelFile.parse(named).description().featureNames())
        .startsWith("a b")
        .endsWith("é", "e");
  }

  @Test
  void whatContradictsItselfIsRefusedByItsPlace() throws IOException {
    refused("left=1 ", "left=0 ", "tree 0: left");
    refused("left=1 ", "left=99999 ", "tree 0: left is '99999'");
    refused("feature=", "feature=7 ", "tree 0: feature");
    refused("kind=", "kind=9 ", "tree 0: kind");
    refused("margins=1", "margins=0", "margins is '0'");
    refused("link=probability", "link=magic", "link is 'magic'");
    refused("values=float32", "values=float16", "values is 'float16'");
    refused("tree=1\n", "tree=2\n", "tree 1");
    refused("feature_names=[]", "feature_names=[1", "feature_names is");
    refused("feature_names=[]", "feature_names=[null]", "feature_names is");
    refused("end of trees", "tree=9", "goes on after the last tree");
  }

  @Property(tries = 500)
  void alteredFilesAreReadOrRefused(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] file = bytes("histogram-missing");
    for (int i = 0; i <= random.nextInt(4); i++) {
      file[random.nextInt(file.length)] = (byte) "0123456789-. =\nae".charAt(random.nextInt(17));
    }
    byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file;
    try {
      TreeEnsemble model = TreeModelFile.parse(cut);
      model.margins(new double[model.features()], new double[model.margins()]);
      assertThat(TreeImage.of(model).features()).isEqualTo(model.features());
    } catch (MalformedModelException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  /// Puts a text in the place of another, or a first value in the place of the first.
  private static void refused(String from, String to, String message) throws IOException {
    String text = new String(bytes("forest-binary"), StandardCharsets.UTF_8);
    int at = text.indexOf(from);
    int end = at + from.length();
    if (from.endsWith("=")) {
      end = text.indexOf(' ', end) + 1;
    }
    byte[] file =
        (text.substring(0, at) + to + text.substring(end)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> TreeModelFile.parse(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(message);
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(GOLDEN.resolve(name + ".txt"));
  }

  private static List<double[]> rows(String name) throws IOException {
    return Files.readAllLines(GOLDEN.resolve(name + ".rows")).stream()
        .skip(1)
        .map(
            line ->
                Arrays.stream(line.split(" ", -1))
                    .mapToLong(word -> Long.parseUnsignedLong(word, 16))
                    .mapToDouble(Double::longBitsToDouble)
                    .toArray())
        .toList();
  }
}
