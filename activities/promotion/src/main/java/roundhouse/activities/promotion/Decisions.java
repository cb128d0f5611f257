package roundhouse.activities.promotion;

import io.temporal.failure.ApplicationFailure;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.DecisionId;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.DecisionRecord;
import roundhouse.temporal.contracts.FailureTypes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Decisions as objects of their own, `decisions/<id>.json`; the registry holds their digests.
final class Decisions {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ObjectStore store;

  Decisions(ObjectStore store) {
    this.store = store;
  }

  /// The same for every attempt of a command.
  static DecisionId idOf(CommandId command) {
    return DecisionId.of("decision-" + Digests.sha256Hex(command.value()).substring(0, 24));
  }

  /// Puts the decision and returns its digest; throws [ConflictingObjectException] where the
  /// command put another one before.
  String put(DecisionId id, DecisionRecord decision) {
    byte[] json = JSON.writeValueAsBytes(decision);
    store.putOnce(key(id), json);
    return Digests.sha256Hex(json);
  }

  /// The decision, verified against its digest.
  DecisionRecord read(DecisionId id, String sha256) {
    byte[] json = store.find(key(id)).orElseThrow(() -> corrupt(id, "is missing"));
    if (!Digests.sha256Hex(json).equals(sha256)) {
      throw corrupt(id, "has another digest than the registry recorded");
    }
    try {
      return JSON.readValue(json, DecisionRecord.class);
    } catch (JacksonException unreadable) {
      throw corrupt(id, "is no decision");
    }
  }

  private static ObjectKey key(DecisionId id) {
    return ObjectKey.of("decisions/" + id + ".json");
  }

  private ApplicationFailure corrupt(DecisionId id, String what) {
    return ApplicationFailure.newNonRetryableFailure(
        "Decision '%s': its object %s in %s; expected what was put there; restore it from a backup, or decide again"
            .formatted(key(id), what, store.location()),
        FailureTypes.CORRUPT_OBJECT);
  }
}
