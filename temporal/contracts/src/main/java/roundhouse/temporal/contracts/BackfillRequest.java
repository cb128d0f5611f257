package roundhouse.temporal.contracts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A dataset wanted: one row for each ask of the source in [from, to).
///
/// @param featureSet name and version, `late-arrival@1`
/// @param source name of an imported event source, `flights`
/// @param from first ask time included, or null for the source's first
/// @param to first ask time excluded, or null for the source's end
public record BackfillRequest(
    String featureSet, String source, @Nullable Instant from, @Nullable Instant to) {}
