package roundhouse.temporal.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import roundhouse.temporal.contracts.Approval;
import roundhouse.temporal.contracts.Backend;
import roundhouse.temporal.contracts.BackfillPartition;
import roundhouse.temporal.contracts.BackfillPlan;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.BootstrapOptions;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.DecisionRecord;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.Metrics;
import roundhouse.temporal.contracts.PartitionResult;
import roundhouse.temporal.contracts.PartitionUnit;
import roundhouse.temporal.contracts.PendingPromotion;
import roundhouse.temporal.contracts.PlannedDataset;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.PromotionRequest;
import roundhouse.temporal.contracts.RetrainingRequest;
import roundhouse.temporal.contracts.RetrainingResult;
import roundhouse.temporal.contracts.StateReference;
import roundhouse.temporal.contracts.StateRequest;
import roundhouse.temporal.contracts.TagContract;
import roundhouse.temporal.contracts.TagState;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingInputs;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.contracts.TrainingResult;
import roundhouse.temporal.contracts.Verdict;

/// One or more of every record that is exchanged, with what is awkward in JSON: microseconds,
/// durations, numbers at the edge of a double, nulls, text beyond ASCII.
final class Samples {
  private static final Instant TIME = Instant.parse("2013-10-01T00:00:00.000001Z");
  private static final String SHA = "9a".repeat(32);

  private Samples() {}

  static List<Record> all() {
    HoldOut holdOut = new HoldOut(Duration.ofDays(14), Duration.ofMillis(1500));
    TagContract contract =
        new TagContract(
            "late",
            Duration.ofHours(24),
            "carrier = 'Ü' and distance > 500",
            holdOut,
            "auc",
            0.1 + 0.2,
            0,
            Double.MIN_VALUE,
            PromotionPolicy.APPROVE,
            Duration.ofDays(7).plusNanos(1));
    BackfillPartition partition = new BackfillPartition("ask_month=2013-01", TIME, TIME);
    Verdict verdict = new Verdict(Verdict.Outcome.HOLD, List.of("the interval holds zero"));
    Metrics metrics = new Metrics(0.75, 0.74, 0.76, 0.5, 0.45, 0.14);
    EvaluationSummary alone =
        new EvaluationSummary(
            "evaluations/x.json", SHA, "m-1", null, SHA, 9, 2, metrics, null, null, null, verdict);
    EvaluationSummary paired =
        new EvaluationSummary(
            "evaluations/x.json",
            SHA,
            "m-1",
            "m-0",
            SHA,
            9,
            2,
            metrics,
            metrics,
            -0.01,
            0.03,
            verdict);
    PromotionRequest promotion =
        new PromotionRequest(
            "late-arrival",
            Long.MAX_VALUE,
            "m-1",
            SHA,
            "decision-1",
            PromotionPolicy.AUTO,
            Duration.ofSeconds(90));
    Approval approval = new Approval(Approval.Answer.APPROVE, "ada", "schön", 4, "m-1", SHA);
    PromotionOutcome outcome =
        new PromotionOutcome(
            PromotionOutcome.Status.MOVED, "late-arrival", 5, "m-1", "moved", approval);
    DatasetReference dataset =
        new DatasetReference("d-1", "datasets/d-1", SHA, "late-arrival@1", SHA, 10, 9, 2);
    TrainedModel model =
        new TrainedModel(
            "m-1", "night-train", "d-1", SHA, "jvm:xgboost", TIME, TIME, TIME, TIME, TIME, "exact");
    TagState tag = new TagState("late-arrival", 4, "m-0", SHA, TIME, contract);
    RetrainingRequest retraining =
        new RetrainingRequest(
            "late-arrival",
            "late-arrival",
            "operations",
            "late-arrival@1",
            "flights",
            List.of("distance"),
            null,
            "python:late_arrival",
            Map.of("rounds", 200, "eta", 0.1, "note", "ü", "grid", List.of(1, 2)),
            "cpu",
            BootstrapOptions.standard());
    return List.of(
        holdOut,
        contract,
        partition,
        verdict,
        metrics,
        alone,
        paired,
        promotion,
        approval,
        outcome,
        dataset,
        model,
        tag,
        retraining,
        BootstrapOptions.standard(),
        new TagState("late-arrival", 0, null, null, null, contract),
        new BackfillRequest("late-arrival@1", "flights", null, TIME, TIME)
            .by(PartitionUnit.DAY)
            .on(Backend.SPARK)
            .alongside(List.of("other@2")),
        new BackfillRequest("late-arrival@1", "flights", null, null).asServed(),
        new StateRequest("late-arrival@1", "flights", TIME),
        new StateRequest("late-arrival@1", "flights", null),
        new StateReference(
            "states/s-1",
            "late-arrival@1",
            SHA,
            "flights",
            TIME,
            Long.MAX_VALUE,
            12,
            List.of("paid")),
        new PlannedDataset("d-2", "datasets/d-2", "other@2", SHA),
        new BackfillPlan(
            "d-1", "datasets/d-1", "late-arrival@1", SHA, "flights", List.of(partition)),
        new PartitionResult("ask_month=2013-01", "datasets/d-1/p.parquet", SHA, SHA, 10, 9, 2),
        new DecisionRecord("late-arrival", 4, "m-1", "evaluations/x.json", SHA, verdict, "night"),
        new EvaluationRequest(
            "m-1", null, "d-1", TIME, TIME, null, contract, BootstrapOptions.standard()),
        new PendingPromotion(promotion, "waiting for approval", null, List.of("too late")),
        new Problem("Tag", "x", "a declared tag", "declare it"),
        new Progress("training", 0.25, "round 50 of 200"),
        new PromotionOutcome(
            PromotionOutcome.Status.STALE, "late-arrival", 5, "m-1", "moved meanwhile", null),
        new RetrainingResult(dataset, model, tag, paired, "decision-1", outcome),
        new RetrainingResult(dataset, model, tag, alone, "decision-1", null),
        new TrainingInputs("night-train", "trainings/x", SHA, SHA, TIME, TIME, TIME, TIME, 8),
        new TrainingRequest(
            "late-arrival",
            "operations",
            "d-1",
            List.of(),
            "",
            "late",
            TIME,
            holdOut,
            "jvm:xgboost",
            Map.of("rounds", 20),
            "cpu"),
        new TrainingResult(
            "night-train", 2, "trainings/x/m", SHA, "log", "unversioned", "xgboost"));
  }
}
