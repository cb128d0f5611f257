package roundhouse.workers.features;

import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// The plan of a published feature set, by its digest.
final class PublishedPlan {
  private PublishedPlan() {}

  /// Throws [IllegalStateException] where the feature set is not published, and
  /// [CorruptObjectException] where the plan is not the one that was.
  static Plan of(ObjectStore store, FeatureSetId id) {
    String hash =
        Registry.open(store)
            .state()
            .featureSet(id)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Feature set '%s': not published in %s; expected one that is; publish it or correct its name"
                            .formatted(id, store.location())))
            .change()
            .planHash();
    return read(store, hash);
  }

  static Plan read(ObjectStore store, String hash) {
    ObjectKey key = ObjectKey.of("plans/" + hash + ".json");
    byte[] json = store.read(key);
    if (!Digests.sha256Hex(json).equals(hash)) {
      throw new CorruptObjectException(
          key,
          store.location(),
          "expected sha256 %s but found %s".formatted(hash, Digests.sha256Hex(json)),
          null);
    }
    try {
      return Plan.parse(json);
    } catch (InvalidDefinitionException e) {
      throw new CorruptObjectException(
          key,
          store.location(),
          "expected a plan that this version reads but " + e.getMessage(),
          e);
    }
  }
}
