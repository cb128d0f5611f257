package roundhouse.activities.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import roundhouse.activities.evaluation.Contender.Scored;
import roundhouse.activities.evaluation.Report.ComparisonPart;
import roundhouse.activities.evaluation.Report.DatasetPart;
import roundhouse.activities.evaluation.Report.FrozenPart;
import roundhouse.activities.evaluation.Report.ModelPart;
import roundhouse.activities.evaluation.RequestCheck.Checked;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.ModelCard;
import roundhouse.scoring.decision.UncertifiedModelException;
import roundhouse.scoring.evaluation.Champion;
import roundhouse.scoring.evaluation.Interval;
import roundhouse.scoring.evaluation.Judge;
import roundhouse.scoring.evaluation.ModelMetrics;
import roundhouse.scoring.evaluation.PairedBootstrap.Intervals;
import roundhouse.scoring.evaluation.PrimaryMetric;
import roundhouse.scoring.evaluation.Scores;
import roundhouse.scoring.evaluation.Verdict;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Progress;

/// Freezes the rows, scores the models on them, compares and judges.
final class Evaluation {
  private final ObjectStore store;
  private final Consumer<Progress> progress;

  Evaluation(ObjectStore store, Consumer<Progress> progress) {
    this.store = store;
    this.progress = progress;
  }

  /// Throws [InvalidRequestException] listing every problem; whatever else is thrown is the
  /// objects' or the store's fault.
  Report evaluate(EvaluationRequest request) {
    Checked checked = new RequestCheck(store).check(request);
    report("reading the hold-out", 0);
    HoldOut holdOut = new FreezeRows(checked.dataset(), checked.selection()).freeze();
    Scored challenger = scoreChallenger(checked, holdOut);
    Optional<Contender> champion =
        Optional.ofNullable(request.championId()).map(id -> scoreChampion(id, checked, holdOut));
    report("comparing", 0);
    return compare(checked, holdOut, challenger, champion);
  }

  private Scored scoreChallenger(Checked checked, HoldOut holdOut) {
    StoredModel model = StoredModel.load(store, checked.request().modelId());
    String trainedFor = model.model().card().label();
    if (!trainedFor.equals(checked.selection().label())) {
      throw refused(
          checked.request().modelId(),
          "a model of label %s, not of %s".formatted(checked.selection().label(), trainedFor));
    }
    try {
      return score("scoring the challenger", model, checked, holdOut);
    } catch (UnscorableModelException unscorable) {
      throw refused(
          checked.request().modelId(),
          "a model that can be scored on the dataset's rows (%s)"
              .formatted(unscorable.getMessage()));
    }
  }

  private static InvalidRequestException refused(String modelId, String expectation) {
    return new InvalidRequestException(
        List.of(
            new Problem("modelId", modelId, expectation, "name another model or another dataset")));
  }

  /// A champion that is no fair opponent is a reason to hold, never a failure.
  private Contender scoreChampion(String id, Checked checked, HoldOut holdOut) {
    try {
      Scored scored = score("scoring the champion", StoredModel.load(store, id), checked, holdOut);
      return new Contender(
          id, scored, objection(scored.model().model().card(), checked, holdOut).orElse(null));
    } catch (InvalidInputException
        | MalformedModelException
        | UnsupportedModelException
        | UncertifiedModelException
        | UnscorableModelException unusable) {
      return new Contender(id, null, "it cannot be scored: " + unusable.getMessage());
    }
  }

  private static Optional<String> objection(ModelCard card, Checked checked, HoldOut holdOut) {
    if (!card.label().equals(checked.selection().label())) {
      return Optional.of(
          "it was trained for label %s, not for %s"
              .formatted(card.label(), checked.selection().label()));
    }
    return trainedOn(card, holdOut).map(what -> "it was " + what);
  }

  /// By time: a training filter may have left some of these rows out, but nothing proves which.
  private static Optional<String> trainedOn(ModelCard card, HoldOut holdOut) {
    int seen = holdOut.rows().countBetween(card.trainFrom(), card.trainTo());
    return seen == 0
        ? Optional.empty()
        : Optional.of(
            "trained on asks from %s to %s, where %d of the %d frozen rows lie"
                .formatted(card.trainFrom(), card.trainTo(), seen, holdOut.rows().size()));
  }

  private Scored score(String stage, StoredModel model, Checked checked, HoldOut holdOut) {
    report(stage, 0);
    Scores scores =
        new ScoreRows(store, checked.dataset())
            .score(model.model(), holdOut, fraction -> report(stage, fraction));
    return new Scored(model, scores, ModelMetrics.of(holdOut.rows(), scores));
  }

  private Report compare(
      Checked checked, HoldOut holdOut, Scored challenger, Optional<Contender> champion) {
    PrimaryMetric metric = checked.contract().primaryMetric();
    Optional<Scored> opponent = champion.flatMap(Contender::findScored);
    Intervals intervals =
        checked
            .bootstrap()
            .resample(
                holdOut.rows(),
                challenger.scores(),
                opponent.map(Scored::scores).orElse(null),
                metric);
    Verdict verdict =
        new Judge(checked.contract())
            .judge(challenger.metrics(), opponent(champion, opponent, intervals));
    Verdict guarded =
        trainedOn(challenger.model().model().card(), holdOut)
            .map(what -> verdict.heldBack("The challenger was " + what))
            .orElse(verdict);
    return new Report(
        Report.FORMAT,
        checked.request(),
        datasetPart(checked.dataset().manifest()),
        frozenPart(checked, holdOut),
        modelPart(challenger, intervals.challengerAuc(), null),
        champion.map(model -> modelPart(model, intervals)).orElse(null),
        opponent.map(scored -> comparisonPart(metric, challenger, scored, intervals)).orElse(null),
        guarded);
  }

  private static Champion opponent(
      Optional<Contender> champion, Optional<Scored> scored, Intervals intervals) {
    if (champion.isEmpty()) {
      return new Champion.None();
    }
    String objection = champion.get().objection();
    return objection != null
        ? new Champion.Incomparable(objection)
        : new Champion.Compared(
            scored.orElseThrow().metrics(), intervals.blocks(), intervals.difference());
  }

  private static DatasetPart datasetPart(DatasetManifest manifest) {
    return new DatasetPart(manifest.datasetId(), manifest.digest(), manifest.planHash());
  }

  private static FrozenPart frozenPart(Checked checked, HoldOut holdOut) {
    return new FrozenPart(
        holdOut.rows().digest(),
        holdOut.rows().size(),
        holdOut.rows().positives(),
        holdOut.firstAsk(),
        holdOut.lastAsk(),
        checked.selection().cutOff(),
        holdOut.asks(),
        holdOut.filteredOut(),
        holdOut.unmatured(),
        holdOut.unlabelled());
  }

  private static ModelPart modelPart(Contender contender, Intervals intervals) {
    return contender
        .findScored()
        .map(scored -> modelPart(scored, intervals.championAuc(), contender.objection()))
        .orElseGet(
            () ->
                new ModelPart(
                    contender.modelId(), null, null, null, null, null, contender.objection()));
  }

  private static ModelPart modelPart(
      Scored scored, Optional<Interval> auc, @Nullable String objection) {
    ModelCard card = scored.model().model().card();
    return new ModelPart(
        card.modelId(),
        scored.model().manifestSha256(),
        card.trainFrom(),
        card.trainTo(),
        scored.metrics(),
        auc.orElse(null),
        objection);
  }

  private static ComparisonPart comparisonPart(
      PrimaryMetric metric, Scored challenger, Scored champion, Intervals intervals) {
    return new ComparisonPart(
        metric.text(),
        metric.improvement(challenger.metrics(), champion.metrics()),
        intervals.difference().orElse(null),
        intervals.blocks());
  }

  private void report(String stage, double fraction) {
    progress.accept(new Progress(stage, fraction, ""));
  }
}
