package roundhouse.scoring.server;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import roundhouse.scoring.decision.GoldenRows;
import roundhouse.scoring.decision.Input;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.decision.ModelCard;
import roundhouse.scoring.decision.Policy;
import tools.jackson.databind.json.JsonMapper;

/// A model of one tree by hand, as XGBoost 3.2 would save it: carrier UA scores `united`, all else
/// is near (−0.5) or from 500 on far (0.25).
record SmallModel(String modelId, float united) {
  private static final String FILE =
      """
      {"version":[3,2,0],"learner":{"attributes":{},"feature_names":[],"feature_types":[],
      "objective":{"name":"binary:logistic"},
      "learner_model_param":{"base_score":"[5E-1]","num_class":"0","num_feature":"2","num_target":"1"},
      "gradient_booster":{"name":"gbtree","model":{
      "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"1"},
      "iteration_indptr":[0,1],"tree_info":[0],"trees":[{
      "tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"5","size_leaf_vector":"1"},
      "left_children":[1,3,-1,-1,-1],"right_children":[2,4,-1,-1,-1],
      "split_indices":[0,1,0,0,0],"split_conditions":[1E0,5E2,UNITED,-5E-1,2.5E-1],
      "split_type":[1,0,0,0,0],"default_left":[1,0,0,0,0],
      "categories":[1],"categories_nodes":[0],"categories_segments":[0],"categories_sizes":[1]}]}}}}
      """;

  ModelArtefact artefact() {
    byte[] file = FILE.replace("UNITED", Float.toString(united)).getBytes(StandardCharsets.UTF_8);
    InputSchema schema =
        new InputSchema(
            List.of(
                new Input.Category(
                    "carrier", List.of("AA", "UA"), Policy.AS_MISSING, Policy.REFUSE),
                new Input.Numeric("distance", Policy.AS_MISSING)));
    GoldenRows golden =
        new GoldenRows(2, new float[] {0, 100, 0, 900, 1, 100}, new double[] {-0.5, 0.25, united});
    return ModelArtefact.build(card(), "model.json", file, schema, golden);
  }

  private ModelCard card() {
    Instant cutOff = Instant.parse("2013-10-01T00:00:00Z");
    return new ModelCard(
        modelId,
        "training-of-" + modelId,
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
        cutOff,
        Instant.parse("2013-01-01T10:15:00Z"),
        Instant.parse("2013-09-15T00:00:00Z"),
        Instant.parse("2013-09-17T00:00:00Z"),
        cutOff,
        200_000,
        JsonMapper.shared().createObjectNode());
  }
}
