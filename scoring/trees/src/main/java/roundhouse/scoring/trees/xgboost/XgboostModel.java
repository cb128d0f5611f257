package roundhouse.scoring.trees.xgboost;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.scoring.trees.ensemble.TreeEnsembleBuilder;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;

/// An XGBoost model file as [TreeEnsemble]: boosted trees (`gbtree`) with one output, from XGBoost
/// 1.7 on. Everything else is refused by name, because a silently wrong margin is worse than none.
///
/// Up to 3.0 the base score is a scalar, from 3.1 on a vector in brackets; from 3.2 on it is
/// bounded away from 0 and 1 before it becomes a margin.
public final class XgboostModel {
  private static final String NUMBER = "(-?[0-9]{1,40}(?:\\.[0-9]{1,60})?(?:[eE][-+]?[0-9]{1,4})?)";
  private static final Pattern SCALAR = Pattern.compile(NUMBER);
  private static final Pattern VECTOR = Pattern.compile("\\[" + NUMBER + "\\]");

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
    requirePlainTrees();
    requireOneOutput();
    int features = features();
    ModelFields model = booster.fields("model");
    List<ModelValue> trees = trees(model);
    TreeEnsembleBuilder ensemble =
        new TreeEnsembleBuilder(Arithmetic.FLOAT32, new double[] {baseMargin(objective)})
            .link(objective.link(), 0);
    addTrees(trees, features, ensemble);
    return ensemble.build(
        new TreeEnsemble.Description(
            "xgboost " + versionText(),
            objective.libraryName(),
            features,
            names(features),
            categorical(features),
            rounds(model, trees.size()),
            bestIteration(),
            TreeEnsemble.Refused.INFINITIES));
  }

  private void requirePlainTrees() {
    String kind = booster.text("name");
    if (!kind.equals("gbtree")) {
      throw new UnsupportedModelException(
          "booster '%.40s': not supported; expected gbtree".formatted(kind));
    }
    if (booster.has("weight_drop") || booster.fields("model").has("weight_drop")) {
      throw new UnsupportedModelException(
          "booster 'gbtree' with dropped trees (DART): not supported; expected plain gbtree");
    }
  }

  private void requireOneOutput() {
    if (parameters.wholeText("num_class") > 1) {
      throw new UnsupportedModelException(
          "num_class %s: not supported; expected a model with one output"
              .formatted(parameters.text("num_class")));
    }
    if (parameters.has("num_target") && parameters.wholeText("num_target") > 1) {
      throw new UnsupportedModelException(
          "num_target %s: not supported; expected a model with one output"
              .formatted(parameters.text("num_target")));
    }
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
    for (int group : model.wholes("tree_info", announced)) {
      if (group != 0) {
        throw model.malformed("tree_info", "0 for each tree of a model with one output");
      }
    }
    return trees;
  }

  private static void addTrees(List<ModelValue> trees, int features, TreeEnsembleBuilder ensemble) {
    for (int i = 0; i < trees.size(); i++) {
      String path = "learner.gradient_booster.model.trees[%d]".formatted(i);
      new XgboostTree(ModelFields.of(path, trees.get(i)), features).addTo(ensemble);
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

  private float baseMargin(Objective objective) {
    String text = parameters.text("base_score");
    if (text.indexOf(',') >= 0) {
      throw new UnsupportedModelException(
          "base_score '%.40s': not supported; expected one value".formatted(text));
    }
    Matcher matcher = (text.startsWith("[") ? VECTOR : SCALAR).matcher(text);
    if (!matcher.matches()) {
      throw parameters.malformed("base_score", "a number instead of '%.40s'".formatted(text));
    }
    float margin = objective.marginOf(bounded(Float.parseFloat(matcher.group(1)), objective));
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
