package roundhouse.activities.evaluation;

import java.time.Instant;
import java.util.Map;
import roundhouse.scoring.evaluation.FrozenRows;

/// The asks that are judged on, and why others of the range are not among them.
///
/// @param places of the frozen rows by ask id
/// @param asks of the range, frozen or not
/// @param filteredOut asks that the contract's filter does not accept
/// @param unmatured accepted asks whose label may still have changed at the cut-off
/// @param unlabelled accepted, matured asks without a label
record HoldOut(
    FrozenRows rows,
    Map<String, Integer> places,
    Instant firstAsk,
    Instant lastAsk,
    long asks,
    long filteredOut,
    long unmatured,
    long unlabelled) {}
