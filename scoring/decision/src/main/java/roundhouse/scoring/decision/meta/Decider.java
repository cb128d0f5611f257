package roundhouse.scoring.decision.meta;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.filter.Filter;
import roundhouse.scoring.decision.InputProblem;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.decision.SharedInputs;

/// A meta-model ready to decide: the meta-models that it is made of put in their place, conditions
/// compiled. Values are encoded once for all models, and a model is asked at most once, and only if
/// its score counts. Immutable and safe for any number of threads.
public final class Decider {
  private final String modelId;
  private final Fields fields;
  private final List<ScoringModel> models;
  private final SharedInputs inputs;
  private final Set<String> names;
  private final Set<String> missing;
  private final List<Rule> rulesBefore;
  private final Step score;
  private final List<Level> levels;
  private final List<Rule> rulesAfter;

  private record Rule(MetaModel.Rule rule, Filter when) {}

  private record Level(MetaModel.Thresholds thresholds, Filter when) {}

  private Decider(
      MetaModel document,
      Fields fields,
      Flattening flattened,
      List<Rule> rulesBefore,
      Step score,
      List<Level> levels,
      List<Rule> rulesAfter) {
    this.modelId = document.modelId();
    this.fields = fields;
    this.models = flattened.models();
    this.inputs = new SharedInputs(models.stream().map(ScoringModel::schema).toList());
    this.names = new TreeSet<>(fields.beforeTheScore().stream().map(FieldSchema::name).toList());
    this.missing = Set.copyOf(flattened.missing());
    this.rulesBefore = rulesBefore;
    this.score = score;
    this.levels = levels;
    this.rulesAfter = rulesAfter;
  }

  /// Checks a document and makes it ready.
  ///
  /// @param find the model or meta-model of an id; a missing one is a problem where no fallback
  ///   makes up for it
  /// @throws InvalidInputException with every problem: cycles, unknown models, types that do not
  ///   fit, conditions that are none, weights and thresholds out of range
  public static Decider load(MetaModel document, Function<String, Optional<Component>> find) {
    Flattening flattening = new Flattening(find);
    Fields fields = flattening.gather(document);
    if (flattening.isEndless()) {
      throw new InvalidInputException(flattening.problems());
    }
    Step score = flattening.steps(document.score(), "score");
    List<Rule> before =
        rules(flattening, "rulesBefore", document.rulesBefore(), fields.beforeTheScore());
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < document.thresholds().size(); i++) {
      MetaModel.Thresholds each = document.thresholds().get(i);
      String place = "thresholds[%d]".formatted(i);
      flattening.requireThresholds(place, each);
      levels.add(
          new Level(
              each, flattening.condition(place + ".when", each.when(), fields.beforeTheScore())));
    }
    List<Rule> after =
        rules(flattening, "rulesAfter", document.rulesAfter(), fields.afterTheScore());
    InvalidInputException.throwIfAny(flattening.problems());
    return new Decider(document, fields, flattening, before, score, List.copyOf(levels), after);
  }

  private static List<Rule> rules(
      Flattening flattening, String place, List<MetaModel.Rule> rules, List<FieldSchema> fields) {
    List<Rule> compiled = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      MetaModel.Rule rule = rules.get(i);
      String own = "%s[%d] '%s'".formatted(place, i, rule.name());
      compiled.add(new Rule(rule, flattening.condition(own, rule.when(), fields)));
    }
    return List.copyOf(compiled);
  }

  public String modelId() {
    return modelId;
  }

  /// Models that could not be found, for which fallbacks stand in. A document is published only
  /// where there are none.
  public Set<String> missingModels() {
    return missing;
  }

  /// What a request may name.
  public Set<String> names() {
    return names;
  }

  /// Decides about one thing.
  ///
  /// @param values by name: Boolean, Number, String, Instant or ISO-8601 text for a time, null; a
  ///   name that is not there counts as null
  /// @throws InvalidInputException listing unknown names, and values of the wrong type, or refused
  ///   by a model that no fallback makes up for
  public Decision decide(Map<String, ? extends @Nullable Object> values) {
    List<InputProblem> problems = new ArrayList<>();
    for (String name : new TreeSet<>(values.keySet())) {
      if (!names.contains(name)) {
        problems.add(
            new InputProblem(
                "input",
                name,
                "an input of the models or a field of the meta-model",
                "remove it or use one of: " + String.join(", ", names)));
      }
    }
    var row = fields.row(values, null, problems::add);
    InvalidInputException.throwIfAny(problems);
    for (Rule rule : rulesBefore) {
      if (rule.when().accepts(row)) {
        return decidedBy(rule);
      }
    }
    Scoring scoring = new Scoring(models, inputs.encode(values), row);
    double probability = scoring.score(score);
    if (Double.isNaN(probability)) {
      throw new InvalidInputException(scoring.problems().stream().distinct().toList());
    }
    return decided(probability, scoring, values);
  }

  private static Decision decidedBy(Rule rule) {
    String name = rule.rule().name();
    return new Decision(
        rule.rule().outcome(), null, name, List.of("rule '%s'".formatted(name)), Map.of());
  }

  private Decision decided(
      double probability, Scoring scoring, Map<String, ? extends @Nullable Object> values) {
    var row = fields.row(values, probability, _ -> {});
    for (Rule rule : rulesAfter) {
      if (rule.when().accepts(row)) {
        String name = rule.rule().name();
        scoring.note("rule '%s'".formatted(name));
        return new Decision(
            rule.rule().outcome(), probability, name, scoring.path(), scoring.margins());
      }
    }
    Outcome outcome = null;
    for (Level level : levels) {
      if (level.when().accepts(row)) {
        outcome = level.thresholds().outcome(probability);
        break;
      }
    }
    return new Decision(outcome, probability, null, scoring.path(), scoring.margins());
  }
}
