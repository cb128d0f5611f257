package roundhouse.activities.evaluation;

import java.time.Duration;
import java.time.Instant;
import roundhouse.featureengine.language.filter.Filter;

/// Which rows of a dataset are judged on.
///
/// @param from first ask time, included
/// @param to end of the ask times, excluded
/// @param cutOff labels not matured by then do not count
/// @param filter on the ask's fields that the dataset has as columns, in their order
record Selection(
    Instant from, Instant to, Instant cutOff, String label, Duration maturity, Filter filter) {}
