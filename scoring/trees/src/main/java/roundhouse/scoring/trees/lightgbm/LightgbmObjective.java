package roundhouse.scoring.trees.lightgbm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import roundhouse.scoring.trees.ensemble.Link;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import roundhouse.scoring.trees.text.Section;

/// What a file says that its model was trained for, `binary sigmoid:1`.
///
/// @param parameter the sigmoid's factor, where the link has one
record LightgbmObjective(String name, Link link, double parameter) {
  /// A custom objective has none in the file; the library returns the margins then.
  static LightgbmObjective parse(Section head, int margins) {
    if (!head.has("objective")) {
      return new LightgbmObjective("custom", Link.IDENTITY, 0);
    }
    List<String> words = Arrays.asList(head.text("objective").split(" ", -1));
    String name = words.getFirst();
    double sigmoid = sigmoid(words);
    return new LightgbmObjective(name, link(name, words, margins), sigmoid);
  }

  private static Link link(String name, List<String> words, int margins) {
    return switch (name) {
      case "regression", "regression_l1" ->
          words.contains("sqrt") ? Link.SIGNED_SQUARE : Link.IDENTITY;
      case "huber", "fair", "quantile", "mape", "lambdarank", "rank_xendcg", "custom" ->
          Link.IDENTITY;
      case "poisson", "gamma", "tweedie" -> Link.EXP;
      case "binary", "multiclassova", "cross_entropy" -> Link.LOGISTIC;
      case "cross_entropy_lambda" -> Link.LOG1P_EXP;
      case "multiclass" -> margins > 1 ? Link.SOFTMAX : unsupported(name + " of one class");
      default -> unsupported(name);
    };
  }

  private static Link unsupported(String name) {
    throw new UnsupportedModelException(
        "objective '%.40s': not supported; expected one of LightGBM's own".formatted(name));
  }

  private static double sigmoid(List<String> words) {
    for (String word : words) {
      if (word.startsWith("sigmoid:")) {
        return new Section("objective", Map.of("sigmoid", word.substring(8)))
            .reals("sigmoid", 1)[0];
      }
    }
    return 1;
  }
}
