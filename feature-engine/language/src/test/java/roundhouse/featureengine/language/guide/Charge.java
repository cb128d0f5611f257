package roundhouse.featureengine.language.guide;

import java.time.Instant;

/// A shop wants to charge a card, and asks whether to let it.
record Charge(long chargeId, String card, String shop, double amount, Instant at) {}
