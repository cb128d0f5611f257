package roundhouse.scoring.decision.meta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import roundhouse.featureengine.kernel.Row;
import roundhouse.scoring.decision.InputProblem;
import roundhouse.scoring.decision.Score;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.decision.SharedInputs;

/// One evaluation of a score's steps. A step without a score gives NaN and says why; a fallback
/// takes it from there.
final class Scoring {
  private final List<ScoringModel> models;
  private final SharedInputs.Vector vector;
  private final Row row;
  private final Map<Integer, Double> scored = new LinkedHashMap<>();
  private final Map<String, Double> margins = new LinkedHashMap<>();
  private final List<String> path = new ArrayList<>();
  private final List<InputProblem> problems = new ArrayList<>();

  Scoring(List<ScoringModel> models, SharedInputs.Vector vector, Row row) {
    this.models = models;
    this.vector = vector;
    this.row = row;
  }

  Map<String, Double> margins() {
    return margins;
  }

  List<String> path() {
    return path;
  }

  List<InputProblem> problems() {
    return problems;
  }

  void note(String way) {
    path.add(way);
  }

  double score(Step step) {
    return switch (step) {
      case Step.OfModel model -> {
        Double known = scored.get(model.model());
        yield known == null ? ask(model.model()) : known;
      }
      case Step.Missing missing -> {
        problems.add(
            new InputProblem(
                "model", missing.modelId(), "a model that is loaded", "register and load it"));
        yield Double.NaN;
      }
      case Step.Constant constant -> constant.probability();
      case Step.Dispatch dispatch -> dispatch(dispatch);
      case Step.Weighted weighted -> weighted(weighted);
      case Step.Logistic logistic -> logistic(logistic);
      case Step.Calibrated calibrated ->
          Calibrating.apply(calibrated.calibration(), score(calibrated.score()));
      case Step.Fallback fallback -> fallback(fallback);
    };
  }

  private double ask(int number) {
    ScoringModel model = models.get(number);
    List<InputProblem> refused = vector.problems(number);
    if (!refused.isEmpty()) {
      problems.addAll(refused);
      return Double.NaN;
    }
    Score score = model.score(vector.row(number));
    note("model '%s'".formatted(model.modelId()));
    margins.put(model.modelId(), score.margin());
    scored.put(number, score.probability());
    return score.probability();
  }

  private double dispatch(Step.Dispatch dispatch) {
    for (Step.Way way : dispatch.ways()) {
      if (way.when().accepts(row)) {
        note("case " + way.when());
        return score(way.score());
      }
    }
    note("otherwise");
    return score(dispatch.otherwise());
  }

  private double weighted(Step.Weighted weighted) {
    double sum = 0;
    for (Step.Part part : weighted.parts()) {
      sum += part.weight() * score(part.score());
    }
    // Weights whose sum is 1 but for rounding could lead above it.
    return Math.min(sum, 1);
  }

  private double logistic(Step.Logistic logistic) {
    double sum = logistic.intercept();
    for (Step.Part part : logistic.parts()) {
      sum += part.weight() * Calibrating.logOdds(score(part.score()));
    }
    return Calibrating.logistic(sum);
  }

  private double fallback(Step.Fallback fallback) {
    int before = problems.size();
    double score = score(fallback.score());
    if (!Double.isNaN(score)) {
      return score;
    }
    problems.subList(before, problems.size()).forEach(problem -> note("fallback: " + problem));
    double otherwise = score(fallback.otherwise());
    if (!Double.isNaN(otherwise)) {
      problems.subList(before, problems.size()).clear();
    }
    return otherwise;
  }
}
