package roundhouse.scoring.registry;

import java.time.Instant;

/// A change with the entry that brought it.
///
/// @param time when the writer's clock said it was; informs, never decides
public record Recorded<C extends Change>(long entry, Instant time, C change) {}
