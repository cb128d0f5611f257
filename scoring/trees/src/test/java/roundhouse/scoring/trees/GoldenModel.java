package roundhouse.scoring.trees;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;

/// Models and rows that `make_golden.py`, `MakeGolden.java` and `make_older.py` wrote with the real
/// XGBoost, 3.2.0, 3.0.4, and 1.7.6 and 2.1.4.
public final class GoldenModel {
  /// Those with the file both as JSON and as UBJSON.
  static final List<String> NAMES =
      List.of(
          "logistic-depth6",
          "logistic-onehot",
          "logistic-sets",
          "logistic-numeric",
          "logistic-dense",
          "logistic-forest",
          "logistic-lossguide",
          "logistic-pruned",
          "logistic-early",
          "logistic-rare",
          "logistic-one-label",
          "logistic-stumps",
          "squared-error",
          "reg-logistic",
          "logit-raw",
          "xgboost4j");

  /// Other objectives, several margins, dart; as UBJSON only.
  private static final List<String> WIDE =
      List.of(
          "binary-hinge",
          "count-poisson",
          "rank-map",
          "rank-ndcg",
          "rank-pairwise",
          "reg-absoluteerror",
          "reg-gamma",
          "reg-pseudohubererror",
          "reg-squaredlogerror",
          "reg-tweedie",
          "survival-aft",
          "survival-cox",
          "multi-softmax",
          "multi-softprob",
          "softprob-forest",
          "quantile",
          "quantiles",
          "targets",
          "target-vectors",
          "softprob-vectors",
          "dart",
          "dart-softprob");

  /// Files as XGBoost 1.7.6 and 2.1.4 lay them out; both as JSON and as UBJSON.
  private static final List<String> OLDER =
      List.of(
          "logistic-of-1.7",
          "scored-of-1.7",
          "softprob-of-1.7",
          "poisson-of-1.7",
          "dart-of-1.7",
          "logistic-of-2.1",
          "scored-of-2.1",
          "softprob-of-2.1",
          "poisson-of-2.1",
          "dart-of-2.1");

  private GoldenModel() {}

  public static Stream<String> files() {
    return Stream.concat(
        Stream.concat(NAMES.stream(), OLDER.stream())
            .flatMap(name -> Stream.of(name + ".json", name + ".ubj")),
        Stream.concat(
            Stream.of(
                "scalar-base-score.json",
                "dart.json",
                // Hand-made: no library on PyPI writes these two layouts.
                "dart-of-3.3.json",
                "dart-of-3.4.json"),
            WIDE.stream().map(name -> name + ".ubj")));
  }

  public static byte[] bytes(String file) {
    try (InputStream in = GoldenModel.class.getResourceAsStream("golden/" + file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static TreeEnsemble model(String file) {
    return TreeModelFile.parse(bytes(file));
  }

  /// The rows for a model file, each its values, then margins and outputs as XGBoost gave them.
  public static List<float[]> rows(String file) {
    String name = file.substring(0, file.lastIndexOf('.'));
    return new String(bytes(name + ".rows"), StandardCharsets.US_ASCII)
        .lines()
        .skip(1)
        .map(GoldenModel::floats)
        .toList();
  }

  private static float[] floats(String line) {
    String[] words = line.split(" ", -1);
    float[] values = new float[words.length];
    for (int i = 0; i < words.length; i++) {
      values[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(words[i], 16));
    }
    return values;
  }
}
