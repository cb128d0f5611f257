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

  /// Folders of a training in which a trainer lives, whichever attempt started it.
  List<RunFolder> runningOf(String trainingId) {
    Path folder = root.resolve(trainingId);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> attempts = Files.list(folder)) {
      return attempts
          .sorted()
          .map(RunFolder::new)
          .filter(run -> run.isLocked() && run.process().isPresent())
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
