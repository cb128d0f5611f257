package roundhouse.activities.evaluation;

import roundhouse.scoring.decision.ModelArtefact;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// A model from the store, verified and ready to score, by the very evaluator that the scorer uses.
record StoredModel(ScoringModel model, String manifestSha256) {
  static boolean exists(ObjectStore store, String modelId) {
    return store.size(directory(modelId).resolve(ModelArtefact.MANIFEST)).isPresent();
  }

  /// Throws what [ModelArtefact#read] and [ScoringModel#load] throw.
  static StoredModel load(ObjectStore store, String modelId) {
    ObjectKey directory = directory(modelId);
    ModelArtefact artefact = ModelArtefact.read(name -> store.find(directory.resolve(name)));
    return new StoredModel(ScoringModel.load(artefact), artefact.manifestSha256());
  }

  private static ObjectKey directory(String modelId) {
    return ObjectKey.of("models/" + modelId);
  }
}
