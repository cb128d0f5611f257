package roundhouse.workflows;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.SearchAttributeKey;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import roundhouse.temporal.contracts.BackfillFeatures;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.DecisionRecord;
import roundhouse.temporal.contracts.EvaluateModel;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.Progress;
import roundhouse.temporal.contracts.PromoteModel;
import roundhouse.temporal.contracts.PromotionActivities;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.PromotionRequest;
import roundhouse.temporal.contracts.RetrainModel;
import roundhouse.temporal.contracts.RetrainingRequest;
import roundhouse.temporal.contracts.RetrainingResult;
import roundhouse.temporal.contracts.SearchAttributes;
import roundhouse.temporal.contracts.TagContract;
import roundhouse.temporal.contracts.TagState;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.contracts.TrainModel;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.contracts.Verdict;

/// Backfill, train, evaluate beside the champion, decide, promote: each a child on its capability's
/// queue, with an id derived from this workflow's.
public final class RetrainModelWorkflow implements RetrainModel {
  private static final SearchAttributeKey<OffsetDateTime> SCHEDULED_START =
      SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

  private static final SearchAttributeKey<String> SCHEDULED_BY =
      SearchAttributeKey.forKeyword("TemporalScheduledById");

  private final String id = Workflow.getInfo().getWorkflowId();
  private final PromotionActivities reads =
      Workflow.newActivityStub(
          PromotionActivities.class,
          ActivityPresets.on(TaskQueues.PROMOTION, ActivityPresets.QUICK, "read the tag"));
  private final PromotionActivities records =
      Workflow.newActivityStub(
          PromotionActivities.class,
          ActivityPresets.on(TaskQueues.PROMOTION, ActivityPresets.QUICK, "record the decision"));
  private final Stages stages = new Stages();

  @Override
  public RetrainingResult retrain(RetrainingRequest request) {
    Instant cutOff = resolveCutOff(request.cutOff());
    announce(request, cutOff);
    TagContract contract = readTag(request.tag()).contract();
    DatasetReference dataset = backfill(request, cutOff);
    TrainedModel model = train(request, contract, dataset, cutOff);
    // Read again: the champion to beat is the one of now, not of before a long training.
    TagState tag = readTag(request.tag());
    EvaluationSummary evaluation = evaluate(request, dataset, model, tag);
    String decisionId = decide(evaluation, tag);
    PromotionOutcome promotion = promoteIfBetter(evaluation, tag, decisionId);
    stages.end(describe(evaluation.verdict(), promotion));
    return new RetrainingResult(dataset, model, tag, evaluation, decisionId, promotion);
  }

  @Override
  public Progress progress() {
    return stages.current();
  }

  // Once, at the root: every child is told, none looks at a clock.
  private static Instant resolveCutOff(@Nullable Instant requested) {
    if (requested != null) {
      return requested;
    }
    OffsetDateTime scheduled = Workflow.getTypedSearchAttributes().get(SCHEDULED_START);
    return scheduled != null
        ? scheduled.toInstant()
        : Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
  }

  private static void announce(RetrainingRequest request, Instant cutOff) {
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.TAG.valueSet(request.tag()),
        SearchAttributes.MODEL_FAMILY.valueSet(request.name()));
    String schedule = Workflow.getTypedSearchAttributes().get(SCHEDULED_BY);
    if (schedule != null) {
      Workflow.upsertTypedSearchAttributes(
          SearchAttributes.COHORT.valueSet(schedule + "@" + cutOff));
    }
  }

  private TagState readTag(String tag) {
    stages.enter("reading the tag", tag);
    return reads.readTag(tag);
  }

  // The whole source, so that nights share one dataset; but a source that ends before the cut-off
  // would have the model judged on a truncated hold-out.
  private DatasetReference backfill(RetrainingRequest request, Instant cutOff) {
    String what = "%s over %s".formatted(request.featureSet(), request.source());
    stages.enter("backfilling", what);
    return child(BackfillFeatures.class, "backfill", TaskQueues.FEATURES, what)
        .backfill(new BackfillRequest(request.featureSet(), request.source(), null, null, cutOff));
  }

  private TrainedModel train(
      RetrainingRequest request, TagContract contract, DatasetReference dataset, Instant cutOff) {
    String what = "%s by %s up to %s".formatted(request.name(), request.workflow(), cutOff);
    stages.enter("training", what);
    return child(TrainModel.class, "train", TaskQueues.TRAINING, what)
        .train(
            new TrainingRequest(
                request.name(),
                request.owner(),
                dataset.datasetId(),
                request.features(),
                contract.askFilter(),
                contract.label(),
                cutOff,
                contract.holdOut(),
                request.workflow(),
                request.customParams(),
                request.resourceClass()));
  }

  private EvaluationSummary evaluate(
      RetrainingRequest request, DatasetReference dataset, TrainedModel model, TagState tag) {
    String what = "%s for %s".formatted(model.modelId(), request.tag());
    stages.enter("evaluating", what);
    return child(EvaluateModel.class, "evaluate", TaskQueues.EVALUATION, what)
        .evaluate(
            new EvaluationRequest(
                model.modelId(),
                tag.championId(),
                dataset.datasetId(),
                model.holdoutFrom(),
                model.holdoutTo(),
                model.cutOff(),
                tag.contract(),
                request.bootstrap()));
  }

  private String decide(EvaluationSummary evaluation, TagState tag) {
    stages.enter("deciding", Verdicts.describe(evaluation.verdict()));
    Verdicts.show(evaluation.verdict());
    return records.recordDecision(
        WorkflowIds.command(runChain(), "decision"),
        new DecisionRecord(
            tag.tag(),
            tag.revision(),
            evaluation.modelId(),
            evaluation.location(),
            evaluation.sha256(),
            evaluation.verdict(),
            id));
  }

  // A later workflow of the same id, once this one's history has expired, judges anew and against
  // another champion; a reset or continued run is still this one.
  private String runChain() {
    return id + "/" + Workflow.getInfo().getFirstExecutionRunId();
  }

  private @Nullable PromotionOutcome promoteIfBetter(
      EvaluationSummary evaluation, TagState tag, String decisionId) {
    return switch (evaluation.verdict().outcome()) {
      case PROMOTE -> promote(evaluation, tag, decisionId);
      case HOLD, REJECT -> null;
    };
  }

  private PromotionOutcome promote(EvaluationSummary evaluation, TagState tag, String decisionId) {
    String what = "%s to %s".formatted(tag.tag(), evaluation.modelId());
    stages.enter("promoting", what);
    return child(PromoteModel.class, "promote", TaskQueues.PROMOTION, what)
        .promote(
            new PromotionRequest(
                tag.tag(),
                tag.revision(),
                evaluation.modelId(),
                evaluation.sha256(),
                decisionId,
                tag.contract().policy(),
                tag.contract().approvalTimeout()));
  }

  private static String describe(Verdict verdict, @Nullable PromotionOutcome promotion) {
    return promotion == null
        ? Verdicts.describe(verdict)
        : "%s: %s".formatted(promotion.status(), promotion.reason());
  }

  // A parent that is terminated cannot wait for its children, so they are cancelled: a trainer must
  // not run on for nobody.
  private <T> T child(Class<T> type, String step, String taskQueue, String summary) {
    return Workflow.newChildWorkflowStub(
        type,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.child(id, step))
            .setTaskQueue(taskQueue)
            .setStaticSummary(summary)
            .setStaticDetails("For the retraining `%s`".formatted(id))
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
            .build());
  }
}
