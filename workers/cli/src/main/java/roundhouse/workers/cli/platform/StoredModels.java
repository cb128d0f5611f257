package roundhouse.workers.cli.platform;

import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Models loaded from the object store, as every scorer loads them.
public final class StoredModels {
  private StoredModels() {}

  /// Verifies the artefact's digests and scores its golden rows again.
  public static ScoringModel load(ObjectStore store, ModelRegistered model) {
    ObjectKey folder = ObjectKey.of(model.location());
    ModelArtefact artefact = ModelArtefact.read(name -> store.find(folder.resolve(name)));
    if (!artefact.manifestSha256().equals(model.manifestSha256())) {
      throw RefusedException.of(
          "Model",
          model.modelId().value(),
          "the manifest that the registry names, " + model.manifestSha256(),
          "restore " + folder + " from a backup");
    }
    return ScoringModel.load(artefact);
  }
}
