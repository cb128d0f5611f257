package roundhouse.activities.training.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Folders that appear whole or not at all.
final class Folders {
  private Folders() {}

  /// Gives a finished folder its final name; where another was faster, this one is removed.
  static void moveUnlessPresent(Path aside, Path target) throws IOException {
    try {
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException taken) {
      if (!Files.isDirectory(target)) {
        throw taken;
      }
      delete(aside);
    }
  }

  static void delete(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> walked = Files.walk(folder)) {
      List<Path> deepestFirst = walked.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
