package roundhouse.activities.training.inputs;

import java.util.Optional;
import roundhouse.activities.training.runner.PreparedInputs;
import roundhouse.activities.training.runner.TrainingDocuments;
import roundhouse.activities.training.runner.TrainingRunner;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.TrainingRequest;

/// Prepares the inputs of trainings. The same training with the same request gives the same
/// objects, written once; another request under the same id is refused. Safe for use by many
/// threads.
public final class Preparation {
  private final ObjectStore store;
  private final TrainingRunner runner;

  public Preparation(ObjectStore store, TrainingRunner runner) {
    this.store = store;
    this.runner = runner;
  }

  /// Key of the directory of a training's inputs.
  public static ObjectKey directory(String trainingId) {
    return ObjectKey.of("trainings/" + trainingId + "/inputs");
  }

  /// What was prepared; throws [roundhouse.storage.MissingObjectException] where nothing was.
  public static PreparedInputs read(ObjectStore store, ObjectKey directory) {
    return TrainingDocuments.read(store, manifest(directory), PreparedInputs.class);
  }

  private static ObjectKey manifest(ObjectKey directory) {
    return directory.resolve("inputs.json");
  }

  /// Checks the request, cuts, encodes and stores; or returns what was stored before. Calls `tick`
  /// again and again. Throws [InvalidRequestException] listing every problem.
  public PreparedInputs prepare(String trainingId, TrainingRequest request, Runnable tick) {
    String requestSha256 = Digests.sha256Hex(TrainingDocuments.write(request));
    Optional<PreparedInputs> before = findBefore(trainingId, requestSha256);
    if (before.isPresent()) {
      return before.get();
    }
    CheckedRequest checked = new RequestCheck(store, trainingId, request).check(runner);
    PreparedInputs prepared =
        new InputWriter(store, trainingId, requestSha256, checked, tick).write();
    ObjectKey key = manifest(directory(trainingId));
    if (!store.putIfAbsent(key, TrainingDocuments.write(prepared))) {
      return findBefore(trainingId, requestSha256).orElseThrow();
    }
    return prepared;
  }

  private Optional<PreparedInputs> findBefore(String trainingId, String requestSha256) {
    if (!RequestCheck.isTrainingId(trainingId)) {
      return Optional.empty();
    }
    ObjectKey key = manifest(directory(trainingId));
    Optional<PreparedInputs> before =
        store
            .find(key)
            .map(json -> TrainingDocuments.parse(store, key, json, PreparedInputs.class));
    if (before.isPresent() && !before.get().requestSha256().equals(requestSha256)) {
      throw usedByAnother(trainingId);
    }
    return before;
  }

  static InvalidRequestException usedByAnother(String trainingId) {
    return new InvalidRequestException(
        java.util.List.of(
            new Problem(
                "Training id",
                trainingId,
                "an id that no other request was trained under",
                "start the training under another workflow id")));
  }
}
