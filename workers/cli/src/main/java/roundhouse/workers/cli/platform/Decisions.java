package roundhouse.workers.cli.platform;

import roundhouse.scoring.registry.Change.DecisionRecorded;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.DecisionRecord;
import roundhouse.temporal.runtime.Payloads;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Decisions and the evaluations that they rest on, read from the store; what does not have the
/// digest that its reference names is refused.
public final class Decisions {
  private final ObjectStore store;

  public Decisions(ObjectStore store) {
    this.store = store;
  }

  /// The decision that the registry recorded.
  public DecisionRecord read(DecisionRecorded recorded) {
    byte[] json = verified("decisions/" + recorded.decisionId() + ".json", recorded.objectSha256());
    try {
      return Payloads.mapper().readValue(json, DecisionRecord.class);
    } catch (JacksonException malformed) {
      throw unreadable("Decision", recorded.decisionId().value());
    }
  }

  /// The evaluation that the decision rests on.
  public JsonNode readEvaluation(DecisionRecord decision) {
    byte[] json = verified(decision.evaluationLocation(), decision.evaluationSha256());
    try {
      return Payloads.mapper().readTree(json);
    } catch (JacksonException malformed) {
      throw unreadable("Evaluation", decision.evaluationLocation());
    }
  }

  private byte[] verified(String key, String sha256) {
    byte[] content =
        store
            .find(ObjectKey.of(key))
            .orElseThrow(
                () ->
                    RefusedException.of(
                        "Object",
                        key,
                        "it in " + store.location(),
                        "restore it from a backup, or correct --store"));
    String found = Digests.sha256Hex(content);
    if (!found.equals(sha256)) {
      throw RefusedException.of(
          "Object",
          key,
          "the digest %s, found %s".formatted(sha256, found),
          "it was changed: restore it from a backup");
    }
    return content;
  }

  private static RefusedException unreadable(String subject, String value) {
    return RefusedException.of(
        subject, value, "a record that this version reads", "use the version that wrote it");
  }
}
