package roundhouse.activities.training.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import roundhouse.activities.training.trainer.RunFolder;

/// The run folders of this machine: one for each attempt of each training.
record RunFolders(Path root) {
  RunFolder of(String trainingId, int attempt) {
    return new RunFolder(root.resolve(trainingId).resolve(Integer.toString(attempt)));
  }

  /// Removes a training's folders in which no trainer lives.
  void deleteEnded(String trainingId) {
    for (RunFolder run : foldersOf(trainingId)) {
      if (!run.isLocked()) {
        run.delete();
      }
    }
    if (foldersOf(trainingId).isEmpty()) {
      root.resolve(trainingId).toFile().delete();
    }
  }

  /// Folders of a training in which a trainer lives, whichever attempt started it.
  List<RunFolder> runningOf(String trainingId) {
    return foldersOf(trainingId).stream()
        .filter(run -> run.isLocked() && run.process().isPresent())
        .toList();
  }

  private List<RunFolder> foldersOf(String trainingId) {
    Path folder = root.resolve(trainingId);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> attempts = Files.list(folder)) {
      return attempts.sorted().map(RunFolder::new).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
