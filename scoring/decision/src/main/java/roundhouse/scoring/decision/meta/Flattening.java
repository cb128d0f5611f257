package roundhouse.scoring.decision.meta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.filter.Filter;
import roundhouse.scoring.decision.Input;
import roundhouse.scoring.decision.InputProblem;
import roundhouse.scoring.decision.ScoringModel;

/// Makes [Step]s of a document and of those that it is made of, and finds every problem on the way.
/// Two passes: the first finds models and meta-models, whose inputs and fields are what conditions
/// may name in the second.
final class Flattening {
  /// Levels of a score, those of the meta-models in it included.
  private static final int DEEPEST = 64;

  /// Of a weight or another coefficient: sums of them stay finite.
  private static final double LARGEST = 1e9;

  /// Meta-models in the place of those that name them, counted again wherever they are.
  private static final int MOST_NODES = 10_000;

  private static final double WEIGHTS_TOLERANCE = 1e-9;
  private static final Set<String> FIELD_TYPES =
      Set.of("string", "long", "double", "boolean", "instant");

  private final Function<String, Optional<Component>> find;
  private final List<InputProblem> problems = new ArrayList<>();
  private final Map<String, ScoringModel> models = new LinkedHashMap<>();
  private final Map<String, MetaModel> metaModels = new LinkedHashMap<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private final Map<String, ValueType> types = new TreeMap<>();
  private @Nullable Fields fields;
  private int nodes;
  private boolean endless;

  Flattening(Function<String, Optional<Component>> find) {
    this.find = find;
  }

  List<InputProblem> problems() {
    return problems;
  }

  /// Whether the score has no end, or none that is worth going to: it has no steps then.
  boolean isEndless() {
    return endless;
  }

  /// In the order of their numbers.
  List<ScoringModel> models() {
    return List.copyOf(models.values());
  }

  /// Models that were not found and that fallbacks make up for.
  Set<String> missing() {
    return missing;
  }

  /// Finds everything that the document is made of, and what its conditions may name.
  Fields gather(MetaModel document) {
    gather(document, new LinkedHashSet<>(), Availability.REQUIRED, 0);
    Fields found = new Fields(types);
    fields = found;
    return found;
  }

  private void gather(
      MetaModel document, Set<String> within, Availability availability, int depth) {
    if (!within.add(document.modelId())) {
      endless = true;
      problem(
          "meta-model",
          document.modelId(),
          "one that is not made of itself (%s)".formatted(String.join(" of ", within)),
          "break the cycle");
      return;
    }
    document.fields().forEach((name, type) -> addField(document, name, type));
    gather(document.score(), within, availability, depth);
    within.remove(document.modelId());
  }

  private enum Availability {
    REQUIRED,
    MADE_UP_FOR
  }

  private void gather(ScoreNode node, Set<String> within, Availability availability, int depth) {
    nodes++;
    if (depth > DEEPEST || nodes > MOST_NODES) {
      if (!endless) {
        problem(
            "score of '%s'".formatted(String.join(" of ", within)),
            depth > DEEPEST
                ? "nested deeper than " + DEEPEST
                : "more than %d nodes".formatted(nodes - 1),
            "at most %d levels and %d nodes".formatted(DEEPEST, MOST_NODES),
            "make it simpler");
      }
      endless = true;
      return;
    }
    switch (node) {
      case ScoreNode.Model model -> gatherModel(model.modelId(), within, availability, depth);
      case ScoreNode.Constant _ -> {}
      case ScoreNode.Dispatch dispatch -> {
        dispatch.cases().forEach(each -> gather(each.score(), within, availability, depth + 1));
        gather(dispatch.otherwise(), within, availability, depth + 1);
      }
      case ScoreNode.Weighted weighted ->
          weighted.parts().forEach(part -> gather(part.score(), within, availability, depth + 1));
      case ScoreNode.Logistic logistic ->
          logistic.parts().forEach(part -> gather(part.score(), within, availability, depth + 1));
      case ScoreNode.Calibrated calibrated ->
          gather(calibrated.score(), within, availability, depth + 1);
      case ScoreNode.Fallback fallback -> {
        gather(fallback.score(), within, Availability.MADE_UP_FOR, depth + 1);
        gather(fallback.otherwise(), within, availability, depth + 1);
      }
    }
  }

  private void gatherModel(String id, Set<String> within, Availability availability, int depth) {
    Optional<Component> found = models.containsKey(id) ? Optional.empty() : find.apply(id);
    if (models.containsKey(id)) {
      return;
    }
    if (found.isEmpty()) {
      missing.add(id);
      if (availability == Availability.REQUIRED) {
        problem("model", id, "a model that is registered", "correct its id, or add a fallback");
      }
      return;
    }
    switch (found.get()) {
      case Component.OfMetaModel(MetaModel other) -> {
        requireOwnId(id, other.modelId());
        metaModels.put(id, other);
        gather(other, within, availability, depth + 1);
      }
      case Component.OfModel(ScoringModel model) -> {
        requireOwnId(id, model.modelId());
        models.put(id, model);
        addInputs(id, model);
      }
    }
  }

  private void requireOwnId(String asked, String own) {
    if (!asked.equals(own)) {
      problem("model", asked, "a model of that id, not '%s'".formatted(own), "register it anew");
    }
  }

  private void addInputs(String id, ScoringModel model) {
    if (!model.givesProbability()) {
      problem(
          "model",
          id,
          "one that gives the probability of a label",
          "train it with an objective such as binary:logistic");
    }
    for (Input input : model.schema().inputs()) {
      ValueType type =
          switch (input) {
            case Input.Numeric _ -> ValueType.DOUBLE;
            case Input.Truth _ -> ValueType.BOOLEAN;
            case Input.Time _ -> ValueType.INSTANT;
            case Input.Category _ -> ValueType.STRING;
          };
      addType("input '%s' of model '%s'".formatted(input.name(), id), input.name(), type);
    }
  }

  private void addField(MetaModel document, String name, String type) {
    String subject = "field '%s' of '%s'".formatted(name, document.modelId());
    if (!FIELD_TYPES.contains(type)) {
      problem(
          subject,
          type,
          "one of " + String.join(", ", FIELD_TYPES.stream().sorted().toList()),
          "correct it");
      return;
    }
    addType(subject, name, ValueType.ofText(type).orElseThrow());
  }

  private void addType(String subject, String name, ValueType type) {
    if (name.equals(Fields.SCORE)) {
      problem(subject, name, "another name, for this one is the score itself", "rename it");
      return;
    }
    ValueType known = types.putIfAbsent(name, type);
    if (known == null || known.equals(type)) {
      return;
    }
    problem(
        subject,
        type.text(),
        "%s, as it is elsewhere in the meta-model".formatted(known.text()),
        "rename one of them");
  }

  /// The steps of a score; only after everything was gathered without a problem in its shape.
  Step steps(ScoreNode node, String place) {
    return switch (node) {
      case ScoreNode.Model model -> stepsOfModel(model.modelId());
      case ScoreNode.Constant constant -> {
        requireProbability(place, constant.probability());
        yield new Step.Constant(constant.probability());
      }
      case ScoreNode.Dispatch dispatch -> dispatch(dispatch, place);
      case ScoreNode.Weighted weighted -> {
        requireWeights(place, weighted.parts());
        yield new Step.Weighted(parts(weighted.parts(), place));
      }
      case ScoreNode.Logistic logistic -> {
        requireCoefficient(place + ".intercept", logistic.intercept());
        yield new Step.Logistic(logistic.intercept(), parts(logistic.parts(), place));
      }
      case ScoreNode.Calibrated calibrated -> {
        requireCalibration(place + ".calibration", calibrated.calibration());
        yield new Step.Calibrated(
            steps(calibrated.score(), place + ".score"), calibrated.calibration());
      }
      case ScoreNode.Fallback fallback ->
          new Step.Fallback(
              steps(fallback.score(), place + ".score"),
              steps(fallback.otherwise(), place + ".otherwise"));
    };
  }

  private Step stepsOfModel(String id) {
    MetaModel other = metaModels.get(id);
    if (other != null) {
      return steps(other.score(), id + ": score");
    }
    return models.containsKey(id)
        ? new Step.OfModel(List.copyOf(models.keySet()).indexOf(id))
        : new Step.Missing(id);
  }

  private Step dispatch(ScoreNode.Dispatch dispatch, String place) {
    List<Step.Way> ways = new ArrayList<>();
    for (int i = 0; i < dispatch.cases().size(); i++) {
      ScoreNode.Case each = dispatch.cases().get(i);
      String own = "%s.cases[%d]".formatted(place, i);
      Filter when = condition(own + ".when", each.when(), requireFields().beforeTheScore());
      Step score = steps(each.score(), own + ".score");
      ways.add(new Step.Way(when, score));
    }
    return new Step.Dispatch(List.copyOf(ways), steps(dispatch.otherwise(), place + ".otherwise"));
  }

  private List<Step.Part> parts(List<ScoreNode.Part> parts, String place) {
    if (parts.isEmpty()) {
      problem(place + ".parts", "none", "at least one part", "name a score");
    }
    List<Step.Part> steps = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String own = "%s.parts[%d]".formatted(place, i);
      requireCoefficient(own + ".weight", parts.get(i).weight());
      steps.add(new Step.Part(parts.get(i).weight(), steps(parts.get(i).score(), own + ".score")));
    }
    return List.copyOf(steps);
  }

  /// Its problems are found where the text is no condition, and what stands for it is never used.
  Filter condition(String place, String text, List<FieldSchema> fieldsThere) {
    try {
      return Filter.parse(text, fieldsThere);
    } catch (InvalidDefinitionException invalid) {
      for (var each : invalid.problems()) {
        problem(
            each.position().isEmpty() ? place : "%s, %s".formatted(place, each.position()),
            each.value(),
            each.expectation(),
            each.remedy());
      }
      return Filter.parse("", fieldsThere);
    }
  }

  void requireThresholds(String place, MetaModel.Thresholds thresholds) {
    requireProbability(place + ".review", thresholds.review());
    requireProbability(place + ".block", thresholds.block());
    if (thresholds.review() > thresholds.block()) {
      problem(
          place,
          "review %s, block %s".formatted(thresholds.review(), thresholds.block()),
          "a threshold of review at most that of block",
          "swap them");
    }
  }

  private void requireWeights(String place, List<ScoreNode.Part> parts) {
    double sum = 0;
    boolean negative = false;
    for (ScoreNode.Part part : parts) {
      sum += part.weight();
      negative |= part.weight() < 0;
    }
    if (negative || !(Math.abs(sum - 1) <= WEIGHTS_TOLERANCE)) {
      problem(
          place + ".parts",
          "weights whose sum is " + sum,
          "weights from 0 on whose sum is 1",
          "divide each by their sum");
    }
  }

  private void requireCalibration(String place, ScoreNode.Calibration calibration) {
    switch (calibration) {
      case ScoreNode.Calibration.Platt platt -> {
        requireCoefficient(place + ".slope", platt.slope());
        requireCoefficient(place + ".intercept", platt.intercept());
      }
      case ScoreNode.Calibration.Isotonic isotonic -> requireRising(place, isotonic.points());
    }
  }

  private void requireRising(String place, List<ScoreNode.Point> points) {
    boolean rising = !points.isEmpty();
    for (int i = 0; i < points.size(); i++) {
      requireProbability("%s.points[%d].score".formatted(place, i), points.get(i).score());
      requireProbability(
          "%s.points[%d].probability".formatted(place, i), points.get(i).probability());
      rising &=
          i == 0
              || (points.get(i - 1).score() < points.get(i).score()
                  && points.get(i - 1).probability() <= points.get(i).probability());
    }
    if (!rising) {
      problem(
          place + ".points",
          points.size() + " points",
          "at least one, of rising scores and probabilities that never fall",
          "fit it again");
    }
  }

  private void requireProbability(String place, double value) {
    if (!(value >= 0 && value <= 1)) {
      problem(place, Double.toString(value), "0 to 1", "correct it");
    }
  }

  private void requireCoefficient(String place, double value) {
    if (!(Math.abs(value) <= LARGEST)) {
      problem(place, Double.toString(value), "a number from -1e9 to 1e9", "correct it");
    }
  }

  private Fields requireFields() {
    if (fields == null) {
      throw new IllegalStateException("Steps are made after everything was gathered");
    }
    return fields;
  }

  private void problem(String subject, String value, String expectation, String remedy) {
    problems.add(new InputProblem(subject, value, expectation, remedy));
  }
}
