package roundhouse.featureengine.stream;

import java.util.Base64;

/// What one entity is asked: everything that another instance needs to answer it.
///
/// @param kind the entity kind's place in the program's
/// @param key the entity's key in its portable form, as URL-safe Base64
/// @param askTimeMicros the instant to answer for, in microseconds
/// @param askKnownAtMicros when the ask became known, in microseconds
public record EntityAsk(int kind, String key, long askTimeMicros, long askKnownAtMicros) {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  static EntityAsk of(int kind, byte[] key, long askTimeMicros, long askKnownAtMicros) {
    return new EntityAsk(kind, ENCODER.encodeToString(key), askTimeMicros, askKnownAtMicros);
  }

  byte[] keyBytes() {
    return Base64.getUrlDecoder().decode(key);
  }
}
