package roundhouse.temporal.contracts;

import java.time.Instant;

/// One slice of a dataset by ask time, [from, to), written by one idempotent activity.
///
/// @param name Hive-style directory name, `ask_month=2013-01`
public record BackfillPartition(String name, Instant from, Instant to) {}
