package roundhouse.temporal.testkit.fakes;

import io.temporal.failure.ApplicationFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.DecisionRecord;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.PromotionActivities;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.PromotionOutcome.Status;
import roundhouse.temporal.contracts.PromotionRequest;
import roundhouse.temporal.contracts.TagContract;
import roundhouse.temporal.contracts.TagState;

/// A registry in memory that knows one tag; each command happens once.
public final class FakePromotion implements PromotionActivities {
  public static final String TAG = "late-arrival";

  private final TagContract contract;
  private final Faults faults = new Faults();
  private final Map<String, DecisionRecord> decisions = new LinkedHashMap<>();
  private final Map<String, PromotionOutcome> moves = new LinkedHashMap<>();
  private @Nullable String champion;
  private long revision;

  FakePromotion(TagContract contract) {
    this.contract = contract;
  }

  /// Failures of [#moveTag], after the move: its response is lost.
  public Faults faults() {
    return faults;
  }

  /// The tag points to this model now, at the next revision.
  public synchronized void moveTo(String modelId) {
    champion = modelId;
    revision++;
  }

  public synchronized TagState state() {
    return new TagState(TAG, revision, champion, null, null, contract);
  }

  public synchronized List<DecisionRecord> decisions() {
    return List.copyOf(decisions.values());
  }

  /// Outcomes of moves by command, none twice.
  public synchronized Map<String, PromotionOutcome> moves() {
    return Map.copyOf(moves);
  }

  @Override
  public TagState readTag(String tag) {
    if (!tag.equals(TAG)) {
      Problem problem = new Problem("Tag", tag, "a declared tag", "one of: " + TAG);
      throw ApplicationFailure.newNonRetryableFailure(
          problem.toString(), FailureTypes.INVALID_REQUEST, List.of(problem));
    }
    return state();
  }

  @Override
  public synchronized String recordDecision(String commandId, DecisionRecord decision) {
    decisions.putIfAbsent(commandId, decision);
    return "decision-" + (decisions.keySet().stream().toList().indexOf(commandId) + 1);
  }

  @Override
  public synchronized PromotionOutcome moveTag(String commandId, PromotionRequest request) {
    PromotionOutcome outcome = moves.computeIfAbsent(commandId, unused -> move(request));
    faults.strike();
    return outcome;
  }

  private PromotionOutcome move(PromotionRequest request) {
    if (request.tagRevision() != revision) {
      return new PromotionOutcome(
          Status.STALE, TAG, revision, request.modelId(), "the tag moved meanwhile", null);
    }
    moveTo(request.modelId());
    return new PromotionOutcome(
        Status.MOVED, TAG, revision, request.modelId(), "the tag moved", null);
  }
}
