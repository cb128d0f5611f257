package roundhouse.scoring.decision;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A model of one split by hand, as XGBoost 3.2 would save it: `carrier` (a category) in {UA} goes
/// right to 0.75, all else left to a split of `distance` at 500.
public final class SmallModel {
  static final float FAR = 0.25f;
  static final float NEAR = -0.5f;
  static final float UNITED = 0.75f;

  private static final String FILE =
      """
      {"version":[3,2,0],"learner":{"attributes":{},"feature_names":[],"feature_types":[],
      "objective":{"name":"OBJECTIVE"},
      "learner_model_param":{"base_score":"[5E-1]","num_class":"0","num_feature":"2","num_target":"1"},
      "gradient_booster":{"name":"gbtree","model":{
      "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},
      "iteration_indptr":[0,1],"tree_info":[0],"trees":[{
      "tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"5","size_leaf_vector":"1"},
      "left_children":[1,3,-1,-1,-1],"right_children":[2,4,-1,-1,-1],
      "split_indices":[0,1,0,0,0],"split_conditions":[1E0,5E2,7.5E-1,-5E-1,2.5E-1],
      "split_type":[1,0,0,0,0],"default_left":[1,0,0,0,0],
      "categories":[1],"categories_nodes":[0],"categories_segments":[0],"categories_sizes":[1]}]}}}}
      """;

  private SmallModel() {}

  static byte[] file() {
    return file("binary:logistic");
  }

  static byte[] file(String objective) {
    return FILE.replace("OBJECTIVE", objective).getBytes(StandardCharsets.UTF_8);
  }

  static TreeEnsemble ensemble() {
    return TreeModelFile.parse(file());
  }

  static InputSchema schema() {
    return new InputSchema(
        List.of(
            new Input.Category(
                "carrier", List.of("AA", "UA"), Policy.AS_MISSING, Policy.AS_MISSING),
            new Input.Numeric("distance", Policy.AS_MISSING)));
  }

  static GoldenRows golden() {
    float[] matrix = {0, 100, 0, 900, 1, 100, Float.NaN, Float.NaN};
    return new GoldenRows(2, matrix, new double[] {NEAR, FAR, UNITED, FAR});
  }

  static ModelCard card() {
    return card("late-arrival-0123456789ab");
  }

  private static ModelCard card(String modelId) {
    ObjectNode request = JsonMapper.shared().createObjectNode();
    request.put("name", "late-arrival").put("filter", "").putNull("seed");
    return new ModelCard(
        modelId,
        "training-1",
        "late-arrival",
        "flights",
        "python",
        "xgboost-cpu 3.2.0",
        "unversioned",
        "late-arrival-v1-0123456789abcdef",
        "aa",
        "bb",
        "late-arrival@1",
        List.of("carrier", "distance"),
        "late",
        Instant.parse("2013-10-01T00:00:00Z"),
        Instant.parse("2013-01-01T10:15:00Z"),
        Instant.parse("2013-09-15T00:00:00Z"),
        Instant.parse("2013-09-17T00:00:00Z"),
        Instant.parse("2013-10-01T00:00:00Z"),
        200_000,
        request);
  }

  /// A model of that id whose United flights have that margin, ready to score; flights of no
  /// carrier are refused.
  public static ScoringModel scoring(String modelId, float united) {
    byte[] file =
        new String(file(), StandardCharsets.UTF_8)
            .replace("7.5E-1", Float.toString(united))
            .getBytes(StandardCharsets.UTF_8);
    InputSchema schema =
        new InputSchema(
            List.of(
                new Input.Category(
                    "carrier", List.of("AA", "UA"), Policy.AS_MISSING, Policy.REFUSE),
                new Input.Numeric("distance", Policy.AS_MISSING)));
    GoldenRows golden = new GoldenRows(2, new float[] {1, 100}, new double[] {united});
    return ScoringModel.load(
        ModelArtefact.build(card(modelId), "model.json", file, schema, golden));
  }

  static ModelArtefact artefact() {
    return ModelArtefact.build(card(), "model.json", file(), schema(), golden());
  }

  /// A model's directory as a map that a test may damage.
  static Map<String, byte[]> directory() {
    return new HashMap<>(artefact().files());
  }

  static Function<String, Optional<byte[]>> in(Map<String, byte[]> directory) {
    return name -> Optional.ofNullable(directory.get(name));
  }
}
