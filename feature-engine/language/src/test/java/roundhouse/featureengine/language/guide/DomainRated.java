package roundhouse.featureengine.language.guide;

import java.time.Instant;

/// Somebody rated how risky the addresses of a mail domain are.
record DomainRated(long ratingId, String domain, int risk, String by, Instant at) {}
