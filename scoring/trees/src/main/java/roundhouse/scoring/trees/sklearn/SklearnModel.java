package roundhouse.scoring.trees.sklearn;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.Link;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeEnsemble.Refused;
import roundhouse.scoring.trees.ensemble.TreeEnsembleBuilder;
import roundhouse.scoring.trees.text.Lines;
import roundhouse.scoring.trees.text.Section;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A forest or boosted trees of scikit-learn, as `roundhouse_trainer.sklearn_model` writes them:
/// `roundhouse-sklearn@1`, then a head of lines `name=value` and such a section for each tree.
/// scikit-learn has no file of its own but a pickle, which is never read.
///
/// The reference is the estimator on one thread: of a classifier of two classes the probability of
/// the second, of one of more those of all; of a regressor what `predict` gives.
public final class SklearnModel {
  private static final byte[] FIRST_LINE =
      "roundhouse-sklearn@1\n".getBytes(StandardCharsets.US_ASCII);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Lines lines;
  private final Section head;

  private SklearnModel(Lines lines) {
    this.lines = lines;
    this.head = Section.read("head", lines);
  }

  /// Whether a file begins as these do.
  public static boolean isOne(byte[] file) {
    return Arrays.mismatch(file, FIRST_LINE) == FIRST_LINE.length;
  }

  /// Reads a file as hostile input.
  ///
  /// @throws MalformedModelException where the bytes are no such file or exceed a bound of [Limits]
  public static TreeEnsemble parse(byte[] file) {
    if (file.length > Limits.FILE_BYTES) {
      throw new MalformedModelException(
          "file: %d bytes; expected at most %d".formatted(file.length, Limits.FILE_BYTES));
    }
    Lines lines = new Lines(new String(file, StandardCharsets.UTF_8));
    if (!lines.next().equals("roundhouse-sklearn@1")) {
      throw new MalformedModelException("file: does not begin with 'roundhouse-sklearn@1'");
    }
    return new SklearnModel(lines).ensemble();
  }

  private TreeEnsemble ensemble() {
    int margins = bounded("margins", 1, Limits.FEATURES);
    int features = bounded("features", 1, Limits.FEATURES);
    int trees = bounded("trees", 1, Limits.TREES);
    int divisor = bounded("divisor", 1, Limits.TREES);
    TreeEnsembleBuilder ensemble =
        new TreeEnsembleBuilder(arithmetic(), head.reals("base", margins))
            .divideBy(divisor)
            .link(link(), head.reals("parameter", 1)[0]);
    for (int tree = 0; tree < trees; tree++) {
      if (!lines.nextFilled().equals("tree=" + tree)) {
        throw new MalformedModelException(
            "tree %d: does not begin with 'tree=%d'; expected it".formatted(tree, tree));
      }
      new SklearnTree(Section.read("tree " + tree, lines), features, margins).addTo(ensemble);
    }
    if (!lines.nextFilled().equals("end of trees")) {
      throw new MalformedModelException("file: goes on after the last tree; expected its end");
    }
    return ensemble.build(
        new TreeEnsemble.Description(
            head.text("library"),
            head.text("model"),
            features,
            names(features),
            Collections.nCopies(features, false),
            trees,
            OptionalInt.empty(),
            refused()));
  }

  /// A list in JSON, empty where the model was fitted without names.
  private List<String> names(int features) {
    JsonNode names = namesInJson();
    boolean fits = names.isArray() && (names.isEmpty() || names.size() == features);
    if (fits && names.valueStream().allMatch(JsonNode::isString)) {
      return names.valueStream().map(JsonNode::stringValue).toList();
    }
    throw head.malformed(
        "feature_names", "a list of %d names".formatted(features), head.text("feature_names"));
  }

  private JsonNode namesInJson() {
    try {
      return JSON.readTree(head.text("feature_names"));
    } catch (JacksonException none) {
      throw head.malformed("feature_names", "a list in JSON", head.text("feature_names"));
    }
  }

  private Arithmetic arithmetic() {
    return switch (head.text("values")) {
      case "float32" -> Arithmetic.FLOAT32_VALUES;
      case "float64" -> Arithmetic.FLOAT64;
      default -> throw head.malformed("values", "float32 or float64", head.text("values"));
    };
  }

  private Link link() {
    return switch (head.text("link")) {
      case "identity" -> Link.IDENTITY;
      case "probability" -> Link.PROBABILITY;
      case "logistic" -> Link.LOGISTIC;
      case "softmax" -> Link.SOFTMAX;
      case "exp" -> Link.EXP;
      default ->
          throw head.malformed(
              "link", "identity, probability, logistic, softmax or exp", head.text("link"));
    };
  }

  private Refused refused() {
    return switch (head.text("refused")) {
      case "nothing" -> Refused.NOTHING;
      case "infinities" -> Refused.INFINITIES;
      case "nan-and-infinities" -> Refused.NAN_AND_INFINITIES;
      default ->
          throw head.malformed(
              "refused", "nothing, infinities or nan-and-infinities", head.text("refused"));
    };
  }

  private int bounded(String key, int least, int most) {
    int number = head.whole(key);
    if (number < least || number > most) {
      throw head.malformed(key, "%d to %d".formatted(least, most), head.text(key));
    }
    return number;
  }
}
