package roundhouse.activities.data;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Change.FeatureSetRetired;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Recorded;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Feature sets by name, and their plans by digest: user classes are never loaded.
final class PublishedPlans {
  private final ObjectStore store;
  private final Registry registry;

  PublishedPlans(ObjectStore store, Registry registry) {
    this.store = store;
    this.registry = registry;
  }

  /// The plan of a feature set that is published and not retired.
  Optional<Plan> find(FeatureSetId id) {
    RegistryState state = registry.state();
    return state
        .featureSet(id)
        .filter(found -> !state.isRetired(id))
        .map(found -> read(found.change().planHash()));
  }

  /// When and why that version was retired, if it was.
  Optional<Recorded<FeatureSetRetired>> retirement(FeatureSetId id) {
    return registry.state().retirement(id);
  }

  /// Throws [CorruptObjectException] where the store has not the plan of that hash.
  Plan read(String planHash) {
    ObjectKey key = ObjectKey.of("plans/" + planHash + ".json");
    byte[] json = store.find(key).orElseThrow(() -> corrupt(key, "expected it to be there", null));
    if (!Digests.sha256Hex(json).equals(planHash)) {
      throw corrupt(
          key,
          "expected sha256 %s but found %s".formatted(planHash, Digests.sha256Hex(json)),
          null);
    }
    try {
      return Plan.parse(json);
    } catch (InvalidDefinitionException e) {
      throw corrupt(key, "expected a plan that this version reads but " + e.getMessage(), e);
    }
  }

  private CorruptObjectException corrupt(
      ObjectKey key, String expectation, @Nullable Throwable cause) {
    return new CorruptObjectException(key, store.location(), expectation, cause);
  }
}
