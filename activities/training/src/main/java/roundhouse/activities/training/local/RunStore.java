package roundhouse.activities.training.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import roundhouse.activities.training.jvm.JvmTrainer;
import roundhouse.activities.training.runner.Candidate;
import roundhouse.activities.training.runner.PreparedInputs.PreparedFile;
import roundhouse.activities.training.runner.TrainingDocuments;
import roundhouse.activities.training.runner.TrainingOutcome;
import roundhouse.activities.training.runner.TrainingOutcome.Lost;
import roundhouse.activities.training.runner.TrainingOutcome.Succeeded;
import roundhouse.activities.training.runner.TrainingOutcome.UserFailed;
import roundhouse.activities.training.runner.TrainingRun;
import roundhouse.activities.training.trainer.RunFolder;
import roundhouse.activities.training.trainer.TrainerReport;
import roundhouse.activities.training.trainer.TrainerRequest;
import roundhouse.storage.ConflictingObjectException;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ReadableObject;
import roundhouse.storage.StoreUnavailableException;

/// Between run folders and the object store: inputs to the folder, candidate and log from it.
record RunStore(ObjectStore store) {
  private static final int CHUNK_BYTES = 1 << 20;

  /// The end of a longer log is kept.
  private static final int LOG_BYTES = 16 << 20;

  private static final int SHOWN_LOG_BYTES = 2_000;

  /// Copies a prepared file and checks it on the way; calls `tick` again and again.
  void fetch(PreparedFile file, Path target, Runnable tick) {
    ObjectKey key = file.objectKey();
    var sha256 = Digests.sha256();
    byte[] chunk = new byte[CHUNK_BYTES];
    try (ReadableObject object = store.open(key);
        OutputStream copy = Files.newOutputStream(target)) {
      for (long at = 0; at < object.size(); at += chunk.length) {
        int count = (int) Math.min(chunk.length, object.size() - at);
        object.readFully(at, chunk, 0, count);
        sha256.update(chunk, 0, count);
        copy.write(chunk, 0, count);
        tick.run();
      }
    } catch (IOException failure) {
      throw new StoreUnavailableException(
          "Object '%s': copying it failed (%s); try again".formatted(key, failure), failure);
    }
    String found = Digests.hex(sha256.digest());
    if (!found.equals(file.sha256())) {
      throw new CorruptObjectException(
          key,
          store.location(),
          "expected sha256 %s but found %s".formatted(file.sha256(), found),
          null);
    }
  }

  /// Stores what an ended run left, and says how it ended. Two attempts that await one run may both
  /// do so.
  TrainingOutcome collect(RunFolder folder) {
    Optional<TrainerReport> report = folder.report();
    if (report.isEmpty() && shownLog(folder).contains(JvmTrainer.OUT_OF_MEMORY)) {
      return userFailed(
          folder,
          "The trainer's JVM ran out of memory; train on fewer rows, or raise roundhouse.training.jvm-heap",
          "");
    }
    if (report.isEmpty()) {
      return new Lost("The trainer ended without a report; its log ends: " + shownLog(folder));
    }
    return switch (report.get()) {
      case TrainerReport.Succeeded succeeded -> keep(folder, succeeded);
      case TrainerReport.UserFailed(String message, String traceback) ->
          userFailed(folder, message, traceback);
      case TrainerReport.Failed(String message) ->
          new Lost(message + "; the trainer's log ends: " + shownLog(folder));
    };
  }

  private UserFailed userFailed(RunFolder folder, String message, String traceback) {
    String log = storeFirstFree(folder.request(), directory -> storeLog(folder, directory));
    return new UserFailed(message, traceback, log);
  }

  private TrainingOutcome keep(RunFolder folder, TrainerReport.Succeeded report) {
    Path model = folder.file(report.modelFile());
    if (!Files.isRegularFile(model) || !Digests.sha256Hex(model).equals(report.modelSha256())) {
      return new Lost("The trainer's model file is not the one that its report names");
    }
    return new Succeeded(
        storeFirstFree(folder.request(), directory -> storeCandidate(folder, report, directory)));
  }

  private Optional<Candidate> storeCandidate(
      RunFolder folder, TrainerReport.Succeeded report, ObjectKey directory) {
    TrainerRequest request = folder.request();
    ObjectKey modelKey = directory.resolve(report.modelFile());
    Optional<String> log = storeLog(folder, directory);
    if (log.isEmpty() || !isFree(() -> store.putOnce(modelKey, folder.file(report.modelFile())))) {
      return Optional.empty();
    }
    Candidate candidate =
        new Candidate(
            request.trainingId(),
            request.attempt(),
            modelKey.value(),
            report.modelSha256(),
            log.get(),
            request.codeRevision(),
            report.library(),
            report.margins());
    return isFree(
            () ->
                store.putOnce(
                    directory.resolve("candidate.json"), TrainingDocuments.write(candidate)))
        ? Optional.of(candidate)
        : Optional.empty();
  }

  private Optional<String> storeLog(RunFolder folder, ObjectKey directory) {
    ObjectKey key = directory.resolve("log.txt");
    return isFree(() -> store.putOnce(key, folder.logTail(LOG_BYTES)))
        ? Optional.of(key.value())
        : Optional.empty();
  }

  /// An attempt's number comes again where a workflow's id does. What an earlier run of that number
  /// left stays as it is, and this one goes beside it.
  private static <T> T storeFirstFree(
      TrainerRequest request, Function<ObjectKey, Optional<T>> put) {
    String attempt = TrainingRun.output(request.trainingId(), request.attempt()).value();
    Optional<T> stored = put.apply(ObjectKey.of(attempt));
    for (int again = 1; stored.isEmpty(); again++) {
      stored = put.apply(ObjectKey.of(attempt + "." + again));
    }
    return stored.get();
  }

  private static boolean isFree(BooleanSupplier put) {
    try {
      boolean unused = put.getAsBoolean();
      return true;
    } catch (ConflictingObjectException taken) {
      return false;
    }
  }

  private static String shownLog(RunFolder folder) {
    return new String(folder.logTail(SHOWN_LOG_BYTES), java.nio.charset.StandardCharsets.UTF_8)
        .strip();
  }
}
