package roundhouse.activities.promotion;

import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import roundhouse.scoring.registry.Change.DecisionRecorded;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.scoring.registry.Change.Move;
import roundhouse.scoring.registry.Change.TagsMoved;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DecisionId;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.Outcome;
import roundhouse.scoring.registry.Recorded;
import roundhouse.scoring.registry.Refusal;
import roundhouse.scoring.registry.RefusedChangeException;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.scoring.registry.Tag;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.DecisionRecord;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PromotionActivities;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.PromotionOutcome.Status;
import roundhouse.temporal.contracts.PromotionRequest;
import roundhouse.temporal.contracts.TagState;
import roundhouse.temporal.contracts.Verdict;

/// Reads and moves tags in the registry. What a retry can heal, such as a store that does not
/// answer, is thrown as it came; every write can be repeated under its command id.
public final class PromotionActivitiesImpl implements PromotionActivities {
  private final Registry registry;
  private final Decisions decisions;

  /// @param store where the registry is, and decisions go; stays the caller's to close
  public PromotionActivitiesImpl(ObjectStore store, Registry registry) {
    this.registry = registry;
    this.decisions = new Decisions(store);
  }

  @Override
  public TagState readTag(String tag) {
    RequestCheck check = new RequestCheck();
    Optional<TagName> name = check.parse("tag", tag, TagName::of);
    check.refuseIfAny();
    RegistryState state = registry.state();
    Optional<Tag> found = state.tag(name.orElseThrow());
    check.require(
        found.isPresent(), "tag", tag, knownTags(state), "correct it, or declare the tag");
    check.refuseIfAny();
    return tagState(found.orElseThrow(), state);
  }

  @Override
  public String recordDecision(String commandId, DecisionRecord decision) {
    RequestCheck check = new RequestCheck();
    Optional<CommandId> command = check.parse("commandId", commandId, CommandId::of);
    Optional<TagName> tag = check.parse("tag", decision.tag(), TagName::of);
    Optional<ModelId> model = check.parse("modelId", decision.modelId(), ModelId::of);
    check.refuseIfAny();
    return record(command.orElseThrow(), decision, tag.orElseThrow(), model.orElseThrow());
  }

  @Override
  public PromotionOutcome moveTag(String commandId, PromotionRequest request) {
    RequestCheck check = new RequestCheck();
    Optional<CommandId> command = check.parse("commandId", commandId, CommandId::of);
    Optional<TagName> tag = check.parse("tag", request.tag(), TagName::of);
    Optional<ModelId> model = check.parse("modelId", request.modelId(), ModelId::of);
    Optional<DecisionId> id = check.parse("decisionId", request.decisionId(), DecisionId::of);
    check.require(
        request.tagRevision() >= 0,
        "tagRevision",
        Long.toString(request.tagRevision()),
        "0 or more",
        "read the tag's revision first");
    check.refuseIfAny();
    requireGrounds(id.orElseThrow(), request);
    Move move =
        new Move(tag.orElseThrow(), request.tagRevision(), model.orElseThrow(), id.orElseThrow());
    return move(command.orElseThrow(), move, request);
  }

  private String record(CommandId command, DecisionRecord decision, TagName tag, ModelId model) {
    DecisionId id = Decisions.idOf(command);
    DecisionRecorded recorded =
        new DecisionRecorded(
            id,
            tag,
            decision.tagRevision(),
            model,
            decision.verdict().outcome().name(),
            put(command, id, decision));
    Outcome outcome = registry.append(command, recorded);
    return switch (outcome) {
      case Outcome.Applied applied -> id.value();
      case Outcome.Refused refused -> throw failure(refused);
    };
  }

  private String put(CommandId command, DecisionId id, DecisionRecord decision) {
    try {
      return decisions.put(id, decision);
    } catch (ConflictingObjectException another) {
      throw RequestCheck.refused(
          List.of(
              new Refusal(
                  Refusal.Reason.COMMAND_REUSED,
                  "commandId",
                  command.value(),
                  "the decision that it recorded before",
                  "start a workflow with an id of its own for another decision")));
    }
  }

  /// A tag moves by a recorded PROMOTE on that very evaluation, and by nothing else.
  private void requireGrounds(DecisionId id, PromotionRequest request) {
    RequestCheck check = new RequestCheck();
    Optional<Recorded<DecisionRecorded>> recorded = registry.state().decision(id);
    check.require(
        recorded.isPresent(), "decisionId", id.value(), "a recorded decision", "record it first");
    check.refuseIfAny();
    DecisionRecord decision = decisions.read(id, recorded.orElseThrow().change().objectSha256());
    Verdict.Outcome verdict = decision.verdict().outcome();
    check.require(
        verdict == Verdict.Outcome.PROMOTE,
        "verdict of decision " + id,
        verdict.name(),
        "PROMOTE",
        "promote only what the comparison shows to be better");
    check.require(
        decision.evaluationSha256().equals(request.evaluationSha256()),
        "evaluationSha256",
        request.evaluationSha256(),
        "%s, the evaluation of decision %s".formatted(decision.evaluationSha256(), id),
        "name the evaluation that was decided on");
    check.refuseIfAny();
  }

  private PromotionOutcome move(CommandId command, Move move, PromotionRequest request) {
    return switch (registry.append(command, TagsMoved.of(move))) {
      case Outcome.Applied(long revision) ->
          outcome(
              Status.MOVED,
              request,
              revision,
              "tag %s moved to model %s by decision %s"
                  .formatted(request.tag(), request.modelId(), request.decisionId()));
      case Outcome.Refused refused when refused.isStale() ->
          outcome(
              Status.STALE,
              request,
              registry.lastKnown().tag(move.tag()).map(Tag::revision).orElse(0L),
              refused.refusals().getFirst().toString());
      case Outcome.Refused refused -> throw failure(refused);
    };
  }

  private static PromotionOutcome outcome(
      Status status, PromotionRequest request, long revision, String reason) {
    return new PromotionOutcome(status, request.tag(), revision, request.modelId(), reason, null);
  }

  private static RuntimeException failure(Outcome.Refused refused) {
    RefusedChangeException failure = new RefusedChangeException(refused.refusals());
    return failure.isWorthARetry() ? failure : RequestCheck.refused(refused.refusals());
  }

  private static String knownTags(RegistryState state) {
    List<String> names = state.tags().stream().map(tag -> tag.name().value()).toList();
    return names.isEmpty() ? "a declared tag, and none is" : "one of " + String.join(", ", names);
  }

  private static TagState tagState(Tag tag, RegistryState state) {
    Optional<ModelRegistered> champion = tag.modelId().flatMap(state::model).map(Recorded::change);
    try {
      return new TagState(
          tag.name().value(),
          tag.revision(),
          champion.map(model -> model.modelId().value()).orElse(null),
          champion.map(ModelRegistered::datasetDigest).orElse(null),
          champion.map(ModelRegistered::trainTo).orElse(null),
          TagContracts.of(tag));
    } catch (TagContracts.UnreadableContractException unreadable) {
      throw ApplicationFailure.newNonRetryableFailureWithCause(
          unreadable.getMessage(), FailureTypes.CORRUPT_OBJECT, unreadable);
    }
  }
}
