package roundhouse.activities.evaluation;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import roundhouse.scoring.decision.GoldenRows;
import roundhouse.scoring.decision.Input;
import roundhouse.scoring.decision.InputSchema;
import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.decision.ModelCard;
import roundhouse.scoring.decision.Policy;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import tools.jackson.databind.json.JsonMapper;

/// A model by hand, as XGBoost 3.2 would save it: one stump for each threshold of one feature, so
/// that the margin rises with the feature in steps.
///
/// @param step what a stump adds or takes away
record StepModel(
    String modelId,
    String feature,
    float step,
    String label,
    String datasetId,
    String planHash,
    Instant trainTo,
    Policy onMissing) {
  private static final int STUMPS = 40;

  static StepModel on(String feature) {
    return new StepModel(
        "model-on-" + feature,
        feature,
        0.1f,
        "late",
        StoredDataset.ID,
        StoredDataset.PLAN,
        StoredDataset.FROM,
        Policy.AS_MISSING);
  }

  StepModel named(String id) {
    return new StepModel(id, feature, step, label, datasetId, planHash, trainTo, onMissing);
  }

  StepModel stepping(float size) {
    return new StepModel(modelId, feature, size, label, datasetId, planHash, trainTo, onMissing);
  }

  StepModel labelled(String other) {
    return new StepModel(modelId, feature, step, other, datasetId, planHash, trainTo, onMissing);
  }

  StepModel ofPlan(String plan, String dataset) {
    return new StepModel(modelId, feature, step, label, dataset, plan, trainTo, onMissing);
  }

  StepModel trainedTo(Instant end) {
    return new StepModel(modelId, feature, step, label, datasetId, planHash, end, onMissing);
  }

  StepModel refusingMissing() {
    return new StepModel(
        modelId, feature, step, label, datasetId, planHash, trainTo, Policy.REFUSE);
  }

  StepModel storeIn(ObjectStore store) {
    artefact().files().forEach((name, bytes) -> store.putOnce(file(name), bytes));
    return this;
  }

  ObjectKey file(String name) {
    return ObjectKey.of("models/" + modelId).resolve(name);
  }

  ModelArtefact artefact() {
    InputSchema schema = new InputSchema(List.of(new Input.Numeric(feature, onMissing)));
    float[] golden = {-9, 0, 0.33f, 9};
    double[] margins = new double[golden.length];
    for (int row = 0; row < golden.length; row++) {
      margins[row] = margin(golden[row]);
    }
    return ModelArtefact.build(
        card(), "model.json", json(), schema, new GoldenRows(1, golden, margins));
  }

  /// The trees by hand, in XGBoost's order.
  float margin(float value) {
    float sum = 0;
    for (int stump = 0; stump < STUMPS; stump++) {
      sum += value < threshold(stump) ? -step : step;
    }
    return sum;
  }

  private static float threshold(int stump) {
    return (stump - STUMPS / 2) / 8f;
  }

  private byte[] json() {
    String trees =
        IntStream.range(0, STUMPS).mapToObj(this::stump).collect(Collectors.joining(","));
    String zeros = IntStream.range(0, STUMPS).mapToObj(_ -> "0").collect(Collectors.joining(","));
    String ends =
        IntStream.rangeClosed(0, STUMPS)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    return """
        {"version":[3,2,0],"learner":{"attributes":{},"feature_names":[],"feature_types":[],
        "objective":{"name":"binary:logistic"},
        "learner_model_param":{"base_score":"[5E-1]","num_class":"0","num_feature":"1","num_target":"1"},
        "gradient_booster":{"name":"gbtree","model":{
        "gbtree_model_param":{"num_parallel_tree":"1","num_trees":"%d"},
        "iteration_indptr":[%s],"tree_info":[%s],"trees":[%s]}}}}
        """
        .formatted(STUMPS, ends, zeros, trees)
        .getBytes(StandardCharsets.UTF_8);
  }

  private String stump(int stump) {
    return String.format(
        Locale.ROOT,
        """
        {"tree_param":{"num_deleted":"0","num_feature":"1","num_nodes":"3","size_leaf_vector":"1"},
        "left_children":[1,-1,-1],"right_children":[2,-1,-1],
        "split_indices":[0,0,0],"split_conditions":[%s,%s,%s],
        "split_type":[0,0,0],"default_left":[1,0,0],
        "categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[]}
        """,
        threshold(stump),
        -step,
        step);
  }

  private ModelCard card() {
    return new ModelCard(
        modelId,
        "training-of-" + modelId,
        "late-arrival",
        "flights",
        "python",
        "xgboost-cpu 3.2.0",
        "unversioned",
        datasetId,
        "aa",
        planHash,
        "late-arrival@1",
        List.of(feature),
        label,
        StoredDataset.TO,
        StoredDataset.FROM.minusSeconds(86_400L * 200),
        trainTo,
        StoredDataset.FROM,
        StoredDataset.TO,
        200_000,
        JsonMapper.shared().createObjectNode());
  }
}
