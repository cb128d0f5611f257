package roundhouse.temporal.testkit.fakes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import roundhouse.temporal.contracts.EvaluationActivities;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.Metrics;
import roundhouse.temporal.contracts.Verdict;

/// An evaluation whose verdict the test chooses: PROMOTE unless it says otherwise.
public final class FakeEvaluation implements EvaluationActivities {
  private final Faults faults = new Faults();
  private final List<EvaluationRequest> requests = Collections.synchronizedList(new ArrayList<>());
  private volatile Verdict verdict =
      new Verdict(Verdict.Outcome.PROMOTE, List.of("auc 0.75 reaches the floor 0.6"));

  /// Failures of [#evaluate].
  public Faults faults() {
    return faults;
  }

  public void judges(Verdict.Outcome outcome, String reason) {
    verdict = new Verdict(outcome, List.of(reason));
  }

  public List<EvaluationRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public EvaluationSummary evaluate(EvaluationRequest request) {
    faults.strike();
    requests.add(request);
    boolean alone = request.championId() == null;
    return new EvaluationSummary(
        "evaluations/" + "78".repeat(32) + ".json",
        "9a".repeat(32),
        request.modelId(),
        request.championId(),
        "bc".repeat(32),
        9000,
        1900,
        new Metrics(0.75, 0.74, 0.76, 0.5, 0.45, 0.14),
        alone ? null : new Metrics(0.73, 0.72, 0.74, 0.48, 0.46, 0.15),
        alone ? null : 0.01,
        alone ? null : 0.03,
        verdict);
  }
}
