package roundhouse.temporal.contracts;

import org.jspecify.annotations.Nullable;

/// What one retraining did, from dataset to tag.
///
/// @param promotion null where the verdict was not PROMOTE
public record RetrainingResult(
    DatasetReference dataset,
    TrainedModel model,
    TagState tagBefore,
    EvaluationSummary evaluation,
    String decisionId,
    @Nullable PromotionOutcome promotion) {}
