package roundhouse.featureengine.stream;

import java.util.Base64;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.stream.event.EventId;

/// What one entity is asked: everything that another instance needs to answer it.
///
/// @param kind the entity kind's place in the program's
/// @param key the entity's key in its portable form, as URL-safe Base64
/// @param askId the ask's id in its portable form, likewise
/// @param askTimeMicros the instant to answer for, in microseconds
/// @param askKnownAtMicros when the ask became known, in microseconds
public record EntityAsk(
    int kind, String key, String askId, long askTimeMicros, long askKnownAtMicros) {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  static EntityAsk of(
      int kind, byte[] key, byte[] askId, long askTimeMicros, long askKnownAtMicros) {
    return new EntityAsk(
        kind,
        ENCODER.encodeToString(key),
        ENCODER.encodeToString(askId),
        askTimeMicros,
        askKnownAtMicros);
  }

  EventId id() {
    try {
      return EventId.read(new ByteReader(Base64.getUrlDecoder().decode(askId)));
    } catch (UnreadableStateException e) {
      throw new IllegalArgumentException("Ask id '%s': not one of an ask".formatted(askId), e);
    }
  }

  byte[] keyBytes() {
    return Base64.getUrlDecoder().decode(key);
  }
}
