package roundhouse.scoring.decision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.ensemble.Arithmetic;
import roundhouse.scoring.trees.image.Evaluator;
import roundhouse.scoring.trees.image.TreeImage;

/// A model ready to score: its artefact, verified, with the golden rows scored again. The server,
/// the evaluation and the command line all score through it. Immutable and safe for any number of
/// threads.
public final class ScoringModel {
  private final ModelCard card;
  private final InputSchema schema;
  private final TreeImage image;
  private final EvaluatorPool evaluators;

  private ScoringModel(ModelCard card, InputSchema schema, TreeImage image) {
    this.card = card;
    this.schema = schema;
    this.image = image;
    this.evaluators = new EvaluatorPool(image);
  }

  /// Reads the model file as hostile input and scores the golden rows.
  ///
  /// @throws UncertifiedModelException where a golden row's margin differs
  /// @throws InvalidInputException where the parts of the artefact contradict each other
  /// @throws roundhouse.scoring.trees.ensemble.MalformedModelException where the file is no model
  /// @throws roundhouse.scoring.trees.ensemble.UnsupportedModelException where it cannot be scored
  ///   here
  public static ScoringModel load(ModelArtefact artefact) {
    return load(artefact, image(artefact.modelFile()));
  }

  /// As [#load(ModelArtefact)], by an image that was made of the artefact's model file before,
  /// which saves the parsing. That it was made of this file is the caller's to know; the golden
  /// rows are scored again.
  public static ScoringModel load(ModelArtefact artefact, TreeImage image) {
    InvalidInputException.throwIfAny(contradictions(image, artefact.schema(), artefact.golden()));
    Certificate.requireEqualMargins(image, artefact.golden());
    return new ScoringModel(artefact.card(), artefact.schema(), image);
  }

  static TreeImage image(byte[] modelFile) {
    return TreeImage.of(TreeModelFile.parse(modelFile));
  }

  static List<InputProblem> contradictions(TreeImage image, InputSchema schema, GoldenRows golden) {
    List<InputProblem> problems = new ArrayList<>();
    if (image.features() != schema.size()) {
      problems.add(widthProblem("model file", image.features(), schema.size()));
    }
    if (golden.features() != schema.size()) {
      problems.add(widthProblem("golden rows", golden.features(), schema.size()));
    }
    if (golden.margins() != image.margins()) {
      problems.add(
          new InputProblem(
              "golden rows",
              golden.margins() + " margins a row",
              "the model's %d".formatted(image.margins()),
              "score the rows again"));
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

  /// What is scored; for keeping it on disk and for its size.
  public TreeImage image() {
    return image;
  }

  /// The number of raw sums for a row.
  public int margins() {
    return image.margins();
  }

  /// The number of values that the library predicts for a row.
  public int outputs() {
    return image.outputs();
  }

  /// Whether its one output is the probability of the label, which tags, evaluations and decisions
  /// need.
  public boolean givesProbability() {
    return margins() == 1 && outputs() == 1 && image.link().givesProbability();
  }

  public Precision precision() {
    return image.arithmetic() == Arithmetic.FLOAT32 ? Precision.FLOAT32 : Precision.FLOAT64;
  }

  /// Throws [InvalidInputException] listing every unknown, missing and mistyped name.
  public Score score(Map<String, ? extends @Nullable Object> values) {
    return score(schema.encode(values));
  }

  /// Scores a row that [#schema()] encoded.
  public Score score(float[] row) {
    double[] margins = new double[margins()];
    double[] outputs = new double[outputs()];
    score(row, 0, margins, outputs);
    return new Score(listed(margins), listed(outputs), precision());
  }

  /// Scores the encoded row at an offset of a row-major matrix, and allocates nothing.
  ///
  /// @param margins filled with the raw sums
  /// @param outputs filled with what the library predicts
  public void score(float[] matrix, int offset, double[] margins, double[] outputs) {
    Evaluator evaluator = evaluators.take();
    evaluator.margins(matrix, offset, margins);
    evaluators.giveBack(evaluator);
    image.outputs(margins, outputs);
  }

  private static List<Double> listed(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
