package roundhouse.scoring.trees.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import roundhouse.scoring.trees.GoldenModel;
import roundhouse.scoring.trees.ensemble.Limits;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Model files that are whole but contradict themselves, or are models of a kind not scored here: a
/// message says where, what and what was expected.
class InconsistentModelsTest {
  private static final String MODEL = "/learner/gradient_booster/model";
  private static final String TREE = MODEL + "/trees/1";
  private static final String PARAMETERS = "/learner/learner_model_param";

  @Test
  void theUneditedModelIsRead() {
    assertThat(XgboostModel.parse(edited(file -> {})).nodes().trees()).isEqualTo(8);
  }

  @Test
  void aCycleIsRefused() {
    refuse(file -> numbers(file, TREE + "/left_children").set(2, 1), "one way to node 1 instead");
    refuse(file -> numbers(file, TREE + "/left_children").set(0, 0), "one way to node 0 instead");
    refuse(file -> numbers(file, TREE + "/right_children").set(0, 1), "one way to node 1 instead");
  }

  @Test
  void childrenBeyondTheTreeAreRefused() {
    refuse(
        file -> numbers(file, TREE + "/left_children").set(0, 1_000_000),
        "trees[1].left_children: expected nodes of 0 to");
    refuse(file -> numbers(file, TREE + "/right_children").set(0, -2), "instead of -2");
    refuse(
        file -> numbers(file, TREE + "/right_children").set(0, -1),
        "expected two children or none of node 0");
  }

  @Test
  void valuesThatNoTreeHoldsAreRefused() {
    refuse(
        file -> numbers(file, TREE + "/split_indices").set(0, 6),
        "trees[1].split_indices: expected a feature below 6 instead of 6");
    refuse(file -> numbers(file, TREE + "/split_indices").set(0, -1), "instead of -1");
    refuse(
        file -> numbers(file, TREE + "/split_conditions").set(firstLeaf(file), Float.NaN),
        "expected a finite value of leaf");
    refuse(
        file ->
            numbers(file, TREE + "/split_conditions").set(firstLeaf(file), Float.NEGATIVE_INFINITY),
        "expected a finite value of leaf");
    refuse(
        file -> {
          numbers(file, TREE + "/split_type").set(0, 0);
          numbers(file, TREE + "/split_conditions").set(0, Float.NaN);
        },
        "expected a number as threshold of node 0");
    refuse(file -> numbers(file, TREE + "/left_children").set(0, 1L << 33), "32 bits");
    refuse(file -> numbers(file, TREE + "/left_children").set(0, 1.5f), "expected whole numbers");
  }

  @Test
  void anInfiniteThresholdIsOneLikeAnyOther() {
    byte[] file =
        edited(
            root -> {
              numbers(root, TREE + "/split_type").set(0, 0);
              numbers(root, TREE + "/split_conditions").set(0, Float.POSITIVE_INFINITY);
            });
    assertThat(XgboostModel.parse(file).nodes().trees()).isEqualTo(8);
  }

  @Test
  void arraysOfOtherLengthsAreRefused() {
    for (String name :
        new String[] {
          "left_children",
          "right_children",
          "split_indices",
          "split_conditions",
          "default_left",
          "split_type"
        }) {
      refuse(file -> numbers(file, TREE + "/" + name).remove(0), name + ": expected");
      refuse(file -> object(file, TREE).put(name, "x"), name + ": expected");
      refuse(file -> object(file, TREE).set(name, numbers(file, "/version")), name + ": expected");
    }
    refuse(file -> object(file, TREE).remove("left_children"), "left_children: is missing");
  }

  @Test
  void categorySetsMustLieWithinTheFile() {
    refuse(file -> numbers(file, TREE + "/categories").set(0, -1), "categories: expected 0 to");
    refuse(file -> numbers(file, TREE + "/categories").set(0, 1 << 20), "instead of 1048576");
    refuse(file -> numbers(file, TREE + "/categories_segments").set(0, 1 << 30), "lie within the");
    refuse(file -> numbers(file, TREE + "/categories_sizes").set(0, 1 << 30), "lie within the");
    refuse(file -> numbers(file, TREE + "/categories_sizes").set(0, -1), "lie within the");
    refuse(file -> numbers(file, TREE + "/categories_nodes").set(0, -1), "nodes below");
    refuse(file -> numbers(file, TREE + "/categories_nodes").removeAll(), "categorical node");
    refuse(file -> numbers(file, TREE + "/categories_sizes").removeAll(), "one number for each");
  }

  @Test
  void parametersAreChecked() {
    refuse(file -> object(file, PARAMETERS).put("num_feature", "0"), "1 to 65536 instead of 0");
    refuse(file -> object(file, PARAMETERS).put("num_feature", "99999999999"), "a whole number");
    refuse(file -> object(file, PARAMETERS).put("num_feature", "1e3"), "instead of '1e3'");
    refuse(file -> object(file, PARAMETERS).put("num_feature", 6), "num_feature: expected a text");
    refuse(file -> object(file, TREE + "/tree_param").put("num_nodes", "-5"), "1 or more");
    refuse(file -> object(file, TREE + "/tree_param").put("num_nodes", "2147483647"), "numbers");
    refuse(
        file -> object(file, MODEL + "/gbtree_model_param").put("num_trees", "9"),
        "9 trees instead of 8");
    refuse(file -> numbers(file, MODEL + "/tree_info").set(0, 1), "tree_info: expected 0 to 0");
    refuse(file -> numbers(file, "/learner/feature_names").remove(0), "6 names or none");
    refuse(file -> numbers(file, "/learner/feature_types").remove(0), "6 types or none");
    refuse(file -> numbers(file, "/version").remove(0), "version: expected 3 numbers");
    refuse(file -> object(file, "/learner/attributes").put("best_iteration", "x"), "whole number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "[5E-1", "NaN", "Infinity", "0x1p-1", "5e-1f", "1e9999999999"})
  void aBaseScoreThatIsNoNumberIsRefused(String text) {
    refuse(file -> object(file, PARAMETERS).put("base_score", text), "base_score: expected a ");
  }

  @Test
  void aBaseScoreWithoutAMarginIsRefusedWhereTheLibraryDoes() {
    Consumer<JsonNode> olderWithNone =
        file -> {
          object(file, PARAMETERS).put("base_score", "1");
          numbers(file, "/version").set(0, 3).set(1, 0).set(2, 4);
        };
    refuse(olderWithNone, "base_score: expected a value that binary:logistic takes instead of 1");
    byte[] newer = edited(file -> object(file, PARAMETERS).put("base_score", "[1]"));
    assertThat(XgboostModel.parse(newer).base(0)).isBetween(13.0, 14.0);
  }

  @Test
  void aTreeDeeperThanTheBoundIsRefused() {
    refuse(
        file -> object(file, MODEL).set("trees", repeated(file, chain(Limits.DEPTH + 1))),
        "deeper than");
    byte[] deepest =
        edited(file -> object(file, MODEL).set("trees", repeated(file, chain(Limits.DEPTH))));
    assertThat(XgboostModel.parse(deepest).nodes().nodes()).isEqualTo(8 * (2 * Limits.DEPTH + 1));
  }

  @Test
  void categorySetsThatOverlapAreRefused() {
    refuse(
        file -> {
          ObjectNode tree = categoricalChain(2);
          ((ArrayNode) tree.get("categories_sizes")).set(0, 2);
          object(file, MODEL).set("trees", repeated(file, tree));
        },
        "sets that do not overlap");
  }

  @Test
  void moreCategoryWordsThanTheBoundAreRefused() {
    // Each of few nodes asks for the largest set; together they would cost more than a file may.
    refuse(
        file -> {
          object(file, MODEL).set("trees", repeated(file, categoricalChain(Limits.DEPTH)));
        },
        "category sets: more than");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-round", "gblinear"})
  void otherKindsOfModelsAreUnsupported(String name) {
    byte[] file = GoldenModel.bytes("unsupported-%s.ubj".formatted(name));
    assertThatThrownBy(() -> XgboostModel.parse(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void marginsThatDoNotFitAreRefused() {
    refuse(file -> object(file, PARAMETERS).put("num_class", "3"), "classes of multi:softprob");
    refuse(file -> object(file, PARAMETERS).put("num_class", "-3"), "num_class: expected 0 to");
    refuse(file -> object(file, PARAMETERS).put("base_score", "[5E-1,5E-1]"), "1 or 1 numbers");
    refuse(
        file ->
            object(file, "/learner/gradient_booster")
                .set("weight_drop", JsonMapper.shared().createArrayNode()),
        "weight_drop: expected 8 numbers");
    refuse(
        file -> object(file, "/learner/gradient_booster").put("name", "dart"),
        "weight_drop: expected a weight for each tree");
    unsupported(
        file -> object(file, TREE + "/tree_param").put("size_leaf_vector", "2"),
        "trees[1]: vectors in leaves as XGBoost before 3.2 saves them");
  }

  private static void refuse(Consumer<JsonNode> edit, String message) {
    byte[] file = edited(edit);
    assertThatThrownBy(() -> XgboostModel.parse(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(message);
  }

  private static void unsupported(Consumer<JsonNode> edit, String message) {
    byte[] file = edited(edit);
    assertThatThrownBy(() -> XgboostModel.parse(file))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(message);
  }

  private static byte[] edited(Consumer<JsonNode> edit) {
    JsonNode file = JsonMapper.shared().readTree(GoldenModel.bytes("logistic-sets.json"));
    edit.accept(file);
    // Jackson writes NaN and the infinities as texts; XGBoost does not.
    return file.toString()
        .replaceAll("\"(-?Infinity|NaN)\"", "$1")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode object(JsonNode file, String path) {
    return (ObjectNode) file.at(path);
  }

  private static ArrayNode numbers(JsonNode file, String path) {
    return (ArrayNode) file.at(path);
  }

  private static int firstLeaf(JsonNode file) {
    ArrayNode left = numbers(file, TREE + "/left_children");
    int node = 0;
    while (left.get(node).intValue() >= 0) {
      node++;
    }
    return node;
  }

  /// As many trees as before, all the same.
  private static ArrayNode repeated(JsonNode file, ObjectNode tree) {
    ArrayNode trees = JsonMapper.shared().createArrayNode();
    numbers(file, MODEL + "/trees").forEach(ignored -> trees.add(tree));
    return trees;
  }

  private static ObjectNode chain(int depth) {
    int nodes = 2 * depth + 1;
    int[] left = new int[nodes];
    int[] right = new int[nodes];
    Arrays.fill(left, -1);
    Arrays.fill(right, -1);
    for (int i = 0; i < depth; i++) {
      left[2 * i] = 2 * i + 1;
      right[2 * i] = 2 * i + 2;
    }
    ObjectNode tree = JsonMapper.shared().createObjectNode();
    tree.putObject("tree_param")
        .put("num_nodes", String.valueOf(nodes))
        .put("size_leaf_vector", "1");
    tree.set("left_children", JsonMapper.shared().valueToTree(left));
    tree.set("right_children", JsonMapper.shared().valueToTree(right));
    for (String name :
        new String[] {"split_indices", "split_conditions", "default_left", "split_type"}) {
      tree.set(name, JsonMapper.shared().valueToTree(new int[nodes]));
    }
    return tree;
  }

  private static ObjectNode categoricalChain(int depth) {
    ObjectNode tree = chain(depth);
    int[] splits = new int[depth];
    for (int i = 0; i < depth; i++) {
      splits[i] = 2 * i;
      ((ArrayNode) tree.get("split_type")).set(2 * i, 1);
    }
    int[] ones = new int[depth];
    Arrays.fill(ones, 1);
    int[] categories = new int[depth];
    Arrays.fill(categories, Limits.CATEGORY);
    tree.set("categories", JsonMapper.shared().valueToTree(categories));
    tree.set("categories_nodes", JsonMapper.shared().valueToTree(splits));
    tree.set(
        "categories_segments",
        JsonMapper.shared().valueToTree(IntStream.range(0, depth).toArray()));
    tree.set("categories_sizes", JsonMapper.shared().valueToTree(ones));
    return tree;
  }
}
