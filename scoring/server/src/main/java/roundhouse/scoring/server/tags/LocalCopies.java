package roundhouse.scoring.server.tags;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What the scorer keeps on its own disk so that it starts and serves with everything else down:
/// the last snapshot of the registry and the files of the models in it. Files are renamed into
/// place, so that a killed process leaves none half-written; what they hold is verified by whoever
/// loads them.
///
/// Layout: `snapshot.json`, `models/<modelId>/<file>`, and beside those files the image that was
/// made of them. One thread at a time.
final class LocalCopies {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path folder;
  private final Path models;

  LocalCopies(Path folder) {
    this.folder = folder;
    this.models = folder.resolve("models");
  }

  /// The last snapshot saved, or empty where there is none that can be read.
  Optional<RegistrySnapshot> findSnapshot() {
    try {
      return Optional.of(
          JSON.readValue(Files.readAllBytes(snapshotFile()), RegistrySnapshot.class));
    } catch (NoSuchFileException | JacksonException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void saveSnapshot(RegistrySnapshot snapshot) {
    replace(snapshotFile(), JSON.writeValueAsBytes(snapshot));
  }

  Optional<byte[]> findFile(String modelId, String name) {
    try {
      return Optional.of(Files.readAllBytes(models.resolve(modelId).resolve(name)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void saveModel(String modelId, Map<String, byte[]> files) {
    files.forEach((name, bytes) -> replace(models.resolve(modelId).resolve(name), bytes));
  }

  /// Deletes the models that none of these ids names.
  void retainModels(Set<String> modelIds) {
    try {
      Files.createDirectories(models);
      try (Stream<Path> present = Files.list(models)) {
        present
            .filter(model -> !modelIds.contains(model.getFileName().toString()))
            .forEach(LocalCopies::deleteTree);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path snapshotFile() {
    return folder.resolve("snapshot.json");
  }

  private static void replace(Path target, byte[] bytes) {
    try {
      Files.createDirectories(target.getParent());
      Path aside = Files.createTempFile(target.getParent(), ".new-", "");
      Files.write(aside, bytes);
      Files.move(
          aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void deleteTree(Path tree) {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
