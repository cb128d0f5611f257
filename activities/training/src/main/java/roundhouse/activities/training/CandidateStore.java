package roundhouse.activities.training;

import java.util.Optional;
import roundhouse.activities.training.runner.Candidate;
import roundhouse.activities.training.runner.TrainingDocuments;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.TrainingResult;

/// Accepts one candidate of each training: the first whose result is put.
record CandidateStore(ObjectStore store) {
  /// The accepted result; empty while there is none.
  Optional<TrainingResult> findAccepted(String trainingId) {
    ObjectKey key = resultKey(trainingId);
    return store
        .find(key)
        .map(json -> TrainingDocuments.parse(store, key, json, TrainingResult.class));
  }

  /// The result of this candidate, or of the one that was accepted before it.
  TrainingResult accept(Candidate candidate) {
    TrainingResult result =
        new TrainingResult(
            candidate.trainingId(),
            candidate.attempt(),
            candidate.modelFile(),
            candidate.modelSha256(),
            candidate.log(),
            candidate.codeRevision(),
            candidate.library());
    store.putIfAbsent(resultKey(candidate.trainingId()), TrainingDocuments.write(result));
    return findAccepted(candidate.trainingId()).orElseThrow();
  }

  /// The candidate behind a result: it lies beside the model file.
  static Candidate candidateOf(ObjectStore store, TrainingResult result) {
    String model = result.modelFile();
    ObjectKey directory = ObjectKey.of(model.substring(0, model.lastIndexOf('/')));
    return TrainingDocuments.read(store, directory.resolve("candidate.json"), Candidate.class);
  }

  private static ObjectKey resultKey(String trainingId) {
    return ObjectKey.of("trainings/" + trainingId + "/result.json");
  }
}
