package roundhouse.activities.evaluation;

import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.activities.evaluation.Report.ComparisonPart;
import roundhouse.activities.evaluation.Report.ModelPart;
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.scoring.decision.InvalidInputException;
import roundhouse.scoring.decision.UncertifiedModelException;
import roundhouse.scoring.evaluation.Interval;
import roundhouse.scoring.evaluation.ModelMetrics;
import roundhouse.scoring.trees.ensemble.MalformedModelException;
import roundhouse.scoring.trees.ensemble.UnsupportedModelException;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.EvaluationActivities;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Metrics;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.SteadyHeartbeat;
import roundhouse.temporal.contracts.Verdict;

/// Judges a model on frozen rows and stores the report under its own digest: repeated, it puts the
/// same bytes under the same key. What a retry can heal, such as a store that does not answer, is
/// thrown as it came.
///
/// The contract's ask filter can name the ask's fields that the dataset has as columns, and no
/// others: the events themselves are not read.
public final class EvaluationActivitiesImpl implements EvaluationActivities {
  private final ObjectStore store;

  /// @param store of datasets, models and evaluations; stays the caller's to close
  public EvaluationActivitiesImpl(ObjectStore store) {
    this.store = store;
  }

  @Override
  public EvaluationSummary evaluate(EvaluationRequest request) {
    // Resampling a large hold-out reports nothing for longer than a heartbeat may take.
    try (SteadyHeartbeat heartbeat =
        SteadyHeartbeat.start(
            Activity.getExecutionContext(), Progress.at("checking the request"))) {
      return put(new Evaluation(store, heartbeat).evaluate(request));
    } catch (InvalidRequestException invalid) {
      throw ApplicationFailure.newNonRetryableFailure(
          invalid.getMessage(), FailureTypes.INVALID_REQUEST, invalid.problems().toArray());
    } catch (UncertifiedModelException uncertified) {
      throw failure(FailureTypes.CERTIFICATE_REFUSED, uncertified);
    } catch (InvalidInputException
        | MalformedModelException
        | UnsupportedModelException
        | CorruptObjectException
        | MissingObjectException
        | ConflictingObjectException
        | UnsupportedTableException corrupt) {
      throw failure(FailureTypes.CORRUPT_OBJECT, corrupt);
    }
  }

  private EvaluationSummary put(Report report) {
    byte[] json = report.toJson();
    String sha256 = Digests.sha256Hex(json);
    ObjectKey key = ObjectKey.of("evaluations/" + sha256 + ".json");
    store.putOnce(key, json);
    return summary(report, key, sha256);
  }

  private static EvaluationSummary summary(Report report, ObjectKey key, String sha256) {
    ComparisonPart comparison = report.comparison();
    Interval difference = comparison == null ? null : comparison.interval();
    return new EvaluationSummary(
        key.value(),
        sha256,
        report.challenger().modelId(),
        report.request().championId(),
        report.frozenRows().digest(),
        report.frozenRows().rows(),
        report.frozenRows().positive(),
        Objects.requireNonNull(metrics(report.challenger())),
        metrics(report.champion()),
        difference == null ? null : difference.low(),
        difference == null ? null : difference.high(),
        verdict(report.verdict()));
  }

  private static @Nullable Metrics metrics(@Nullable ModelPart model) {
    ModelMetrics metrics = model == null ? null : model.metrics();
    if (model == null || metrics == null) {
      return null;
    }
    Interval auc = model.auc() == null ? new Interval(0, 1) : model.auc();
    return new Metrics(
        metrics.auc(), auc.low(), auc.high(), metrics.prAuc(), metrics.logLoss(), metrics.brier());
  }

  private static Verdict verdict(roundhouse.scoring.evaluation.Verdict verdict) {
    Verdict.Outcome outcome =
        switch (verdict.outcome()) {
          case PROMOTE -> Verdict.Outcome.PROMOTE;
          case HOLD -> Verdict.Outcome.HOLD;
          case REJECT -> Verdict.Outcome.REJECT;
        };
    return new Verdict(outcome, verdict.reasons());
  }

  private static ApplicationFailure failure(String type, RuntimeException cause) {
    return ApplicationFailure.newNonRetryableFailureWithCause(
        String.valueOf(cause.getMessage()), type, cause);
  }
}
