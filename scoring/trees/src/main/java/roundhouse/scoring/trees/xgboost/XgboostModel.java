package roundhouse.scoring.trees.xgboost;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeEnsembleBuilder;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;

/// An XGBoost model file as [TreeEnsemble]: boosted trees (`gbtree` and `dart`), from XGBoost 1.7
/// on. Everything else is refused by name, because a silently wrong margin is worse than none.
///
/// Up to 3.0 the base score is a scalar, from 3.1 on a vector in brackets; from 3.2 on it is
/// bounded away from 0 and 1 before it becomes a margin.
public final class XgboostModel {
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,40}(?:\\.[0-9]{1,60})?(?:[eE][-+]?[0-9]{1,4})?");

  private static final int[] BOUNDS_BASE_SCORE_FROM = {3, 2, 0};

  private final int[] version;
  private final ModelFields learner;
  private final ModelFields parameters;
  private final ModelFields booster;

  private XgboostModel(ModelFields file) {
    this.learner = file.fields("learner");
    this.parameters = learner.fields("learner_model_param");
    this.booster = learner.fields("gradient_booster");
    this.version = file.wholes("version", 3);
  }

  public static TreeEnsemble parse(byte[] file) {
    if (file.length > Limits.FILE_BYTES) {
      throw new MalformedModelException(
          "file: %d bytes; expected at most %d".formatted(file.length, Limits.FILE_BYTES));
    }
    ModelValue root = isJson(file) ? JsonModelReader.read(file) : UbjsonModelReader.read(file);
    return new XgboostModel(ModelFields.of("", root)).ensemble();
  }

  /// In JSON a name follows the first brace; in UBJSON the marker of a name's length does.
  private static boolean isJson(byte[] file) {
    return file.length < 2 || file[0] != '{' || " \t\r\n\"}".indexOf(file[1]) >= 0;
  }

  private TreeEnsemble ensemble() {
    Objective objective = Objective.named(learner.fields("objective").text("name"));
    requireTrees();
    int features = features();
    int margins = margins(objective);
    List<ModelValue> trees = trees(model());
    TreeEnsembleBuilder ensemble =
        new TreeEnsembleBuilder(Arithmetic.FLOAT32, baseMargins(objective, margins))
            .link(objective.link(), 0);
    addTrees(trees, features, margins, ensemble);
    return ensemble.build(
        new TreeEnsemble.Description(
            "xgboost " + versionText(),
            objective.libraryName(),
            features,
            names(features),
            categorical(features),
            rounds(model(), trees.size()),
            bestIteration(),
            TreeEnsemble.Refused.INFINITIES));
  }

  private void requireTrees() {
    String kind = booster.text("name");
    if (!kind.equals("gbtree") && !kind.equals("dart")) {
      throw new UnsupportedModelException(
          "booster '%.40s': not supported; expected gbtree or dart".formatted(kind));
    }
  }

  /// Up to 3.2 dart's trees are those of a gbtree within it.
  private ModelFields model() {
    return (booster.has("gbtree") ? booster.fields("gbtree") : booster).fields("model");
  }

  /// What dart multiplies the leaves of each tree with: beside the trees up to 3.3, later among
  /// them.
  private float[] weights(int trees) {
    for (ModelFields place : List.of(booster, model())) {
      if (place.has("weight_drop")) {
        return place.reals("weight_drop", trees);
      }
    }
    if (booster.text("name").equals("dart")) {
      throw booster.malformed("weight_drop", "a weight for each tree");
    }
    float[] weights = new float[trees];
    Arrays.fill(weights, 1);
    return weights;
  }

  /// One, or one for each class or target.
  private int margins(Objective objective) {
    int classes = parameters.wholeText("num_class");
    int targets = parameters.has("num_target") ? parameters.wholeText("num_target") : 1;
    if (classes < 0 || classes > Limits.TREES || targets < 0 || targets > Limits.TREES) {
      throw parameters.malformed("num_class", "0 to %d classes or targets".formatted(Limits.TREES));
    }
    if (classes > 1 && !objective.isOfClasses()) {
      throw parameters.malformed(
          "num_class", "classes of multi:softprob or multi:softmax only, instead of " + classes);
    }
    return Math.max(1, Math.max(classes, targets));
  }

  private int features() {
    int features = parameters.wholeText("num_feature");
    if (features < 1 || features > Limits.FEATURES) {
      throw parameters.malformed(
          "num_feature", "1 to %d instead of %d".formatted(Limits.FEATURES, features));
    }
    return features;
  }

  private static List<ModelValue> trees(ModelFields model) {
    List<ModelValue> trees = model.items("trees");
    if (trees.isEmpty()) {
      // XGBoost itself takes the base score of such a model as a margin.
      throw new UnsupportedModelException("trees: none; expected at least one");
    }
    if (trees.size() > Limits.TREES) {
      throw model.malformed(
          "trees", "at most %d instead of %d".formatted(Limits.TREES, trees.size()));
    }
    int announced = model.fields("gbtree_model_param").wholeText("num_trees");
    if (announced != trees.size()) {
      throw model.malformed("trees", "%d trees instead of %d".formatted(announced, trees.size()));
    }
    return trees;
  }

  private void addTrees(
      List<ModelValue> trees, int features, int margins, TreeEnsembleBuilder ensemble) {
    int[] marginOfTree = model().wholes("tree_info", trees.size());
    float[] weights = weights(trees.size());
    for (int i = 0; i < trees.size(); i++) {
      if (marginOfTree[i] < 0 || marginOfTree[i] >= margins) {
        throw model().malformed("tree_info", "0 to %d".formatted(margins - 1));
      }
      if (!Float.isFinite(weights[i])) {
        throw booster.malformed("weight_drop", "finite weights");
      }
      String path = "learner.gradient_booster.model.trees[%d]".formatted(i);
      new XgboostTree(ModelFields.of(path, trees.get(i)), features, margins, weights[i])
          .addTo(ensemble, marginOfTree[i]);
    }
  }

  private static int rounds(ModelFields model, int trees) {
    if (model.has("iteration_indptr")) {
      return Math.max(0, model.wholes("iteration_indptr").length - 1);
    }
    int treesEach = model.fields("gbtree_model_param").wholeText("num_parallel_tree");
    return trees / Math.max(1, treesEach);
  }

  private OptionalInt bestIteration() {
    if (!learner.has("attributes") || !learner.fields("attributes").has("best_iteration")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(learner.fields("attributes").wholeText("best_iteration"));
  }

  private double[] baseMargins(Objective objective, int margins) {
    String text = parameters.text("base_score");
    boolean vector = text.startsWith("[") && text.endsWith("]");
    String[] words =
        vector ? text.substring(1, text.length() - 1).split(",", -1) : new String[] {text};
    if (words.length != 1 && words.length != margins) {
      throw parameters.malformed("base_score", "1 or %d numbers".formatted(margins));
    }
    double[] base = new double[margins];
    for (int i = 0; i < margins; i++) {
      base[i] = baseMargin(objective, words[words.length == 1 ? 0 : i]);
    }
    return base;
  }

  private float baseMargin(Objective objective, String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw parameters.malformed("base_score", "a number instead of '%.40s'".formatted(text));
    }
    float margin = objective.marginOf(bounded(Float.parseFloat(text), objective));
    if (!Float.isFinite(margin)) {
      throw parameters.malformed(
          "base_score",
          "a value that %s takes instead of %s".formatted(objective.libraryName(), text));
    }
    return margin;
  }

  private float bounded(float baseScore, Objective objective) {
    return Arrays.compare(version, BOUNDS_BASE_SCORE_FROM) >= 0
        ? objective.boundBaseScore(baseScore)
        : baseScore;
  }

  private List<String> names(int features) {
    List<String> names = learner.textsIfAny("feature_names");
    if (!names.isEmpty() && names.size() != features) {
      throw learner.malformed("feature_names", "%d names or none".formatted(features));
    }
    return names;
  }

  private List<Boolean> categorical(int features) {
    List<String> types = learner.textsIfAny("feature_types");
    if (!types.isEmpty() && types.size() != features) {
      throw learner.malformed("feature_types", "%d types or none".formatted(features));
    }
    return types.stream().map("c"::equals).toList();
  }

  private String versionText() {
    return IntStream.of(version).mapToObj(String::valueOf).collect(Collectors.joining("."));
  }
}
