package roundhouse.featureengine.language.guide;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A card paid. The bank books it up to three days later.
record Payment(
    long paymentId,
    String card,
    String shop,
    double amount,
    boolean online,
    @Nullable String country,
    Instant at,
    Instant bookedAt) {}
