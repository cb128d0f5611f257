package roundhouse.scoring.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;

/// A model ready to score: its artefact, verified, with the golden rows scored again. The server,
/// the evaluation and the command line all score through it. Immutable and safe for any number of
/// threads.
public final class ScoringModel {
  private final ModelCard card;
  private final InputSchema schema;
  private final TreeEnsemble model;

  private ScoringModel(ModelCard card, InputSchema schema, TreeEnsemble model) {
    this.card = card;
    this.schema = schema;
    this.model = model;
  }

  /// Reads the model file as hostile input and scores the golden rows.
  ///
  /// @throws UncertifiedModelException where a golden row's margin differs
  /// @throws InvalidInputException where the parts of the artefact contradict each other
  /// @throws roundhouse.scoring.trees.ensemble.MalformedModelException where the file is no model
  /// @throws roundhouse.scoring.trees.ensemble.UnsupportedModelException where it cannot be scored
  ///   here
  public static ScoringModel load(ModelArtefact artefact) {
    TreeEnsemble model = TreeModelFile.parse(artefact.modelFile());
    InvalidInputException.throwIfAny(contradictions(model, artefact.schema(), artefact.golden()));
    Certificate.requireEqualMargins(model, artefact.golden());
    return new ScoringModel(artefact.card(), artefact.schema(), model);
  }

  static List<InputProblem> contradictions(
      TreeEnsemble model, InputSchema schema, GoldenRows golden) {
    List<InputProblem> problems = new ArrayList<>();
    if (model.features() != schema.size()) {
      problems.add(widthProblem("model file", model.features(), schema.size()));
    }
    if (golden.features() != schema.size()) {
      problems.add(widthProblem("golden rows", golden.features(), schema.size()));
    }
    if (model.margins() != 1 || !model.link().givesProbability()) {
      problems.add(
          new InputProblem(
              "objective",
              model.description().objective(),
              "one whose output is a probability",
              "train with binary:logistic"));
    }
    return problems;
  }

  private static InputProblem widthProblem(String subject, int features, int expected) {
    return new InputProblem(
        subject,
        features + " features",
        "the schema's %d inputs".formatted(expected),
        "train on all features in the order of the schema");
  }

  public String modelId() {
    return card.modelId();
  }

  public ModelCard card() {
    return card;
  }

  public InputSchema schema() {
    return schema;
  }

  /// Throws [InvalidInputException] listing every unknown, missing and mistyped name.
  public Score score(Map<String, ? extends @Nullable Object> values) {
    return score(schema.encode(values));
  }

  /// Scores a row that [#schema()] encoded.
  public Score score(float[] row) {
    float margin = margin(row);
    return new Score(margin, probability(margin));
  }

  /// The raw sum for an encoded row.
  public float margin(float[] row) {
    return margin(row, 0);
  }

  /// The raw sum for the encoded row at an offset of a row-major matrix.
  public float margin(float[] matrix, int offset) {
    double[] margin = new double[1];
    model.margins(matrix, offset, margin);
    return (float) margin[0];
  }

  /// The probability for a margin.
  public float probability(float margin) {
    double[] output = {margin};
    model.outputs(output, output);
    return (float) output[0];
  }
}
