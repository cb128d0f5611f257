package roundhouse.featureengine.language.guide;

import java.time.Instant;

/// The owner of a card disputes a charge.
record Dispute(long chargeId, String reason, Instant at) {}
