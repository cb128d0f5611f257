package roundhouse.temporal.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A tag as the registry has it.
///
/// @param revision the entry that last moved it; 0 for never
/// @param championId the model that it points to, or null
/// @param championDatasetDigest dataset that the champion was trained on, or null
/// @param championTrainTo end of the champion's training rows, excluded, or null
public record TagState(
    String tag,
    long revision,
    @Nullable String championId,
    @Nullable String championDatasetDigest,
    @Nullable Instant championTrainTo,
    TagContract contract) {}
