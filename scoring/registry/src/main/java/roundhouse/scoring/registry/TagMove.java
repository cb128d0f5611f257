package roundhouse.scoring.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One move in a tag's history.
///
/// @param revision the entry that moved it
/// @param decisionId the decision that allowed it, or null
/// @param time when the writer's clock said it was; informs, never decides
public record TagMove(
    long revision,
    ModelId modelId,
    @Nullable DecisionId decisionId,
    CommandId command,
    Instant time) {}
