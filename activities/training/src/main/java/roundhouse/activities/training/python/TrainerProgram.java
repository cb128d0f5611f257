package roundhouse.activities.training.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import roundhouse.storage.Digests;

/// The Python package `roundhouse_trainer` as it travels in this library.
final class TrainerProgram {
  static final String PACKAGE = "roundhouse_trainer";

  /// Every file of the package; a test compares it with the folder.
  static final List<String> FILES =
      List.of(
          "__init__.py",
          "__main__.py",
          "boosting.py",
          "context.py",
          "export.py",
          "failures.py",
          "features.py",
          "fitted.py",
          "runfolder.py",
          "sklearn_model.py",
          "supervisor.py",
          "training.py");

  private TrainerProgram() {}

  /// The pinned libraries, in pip's format.
  static byte[] requirements() {
    return resource("requirements.lock");
  }

  /// Lays the package out below `folder` unless it is there, and returns the folder to put on
  /// Python's path. Safe for use by many processes.
  static Path installBelow(Path folder) {
    Map<String, byte[]> files = new TreeMap<>();
    FILES.forEach(name -> files.put(name, resource("src/" + PACKAGE + "/" + name)));
    Path target = folder.resolve("program-" + digest(files).substring(0, 16));
    if (!Files.isDirectory(target)) {
      install(files, folder, target);
    }
    return target;
  }

  private static void install(Map<String, byte[]> files, Path folder, Path target) {
    try {
      Files.createDirectories(folder);
      Path aside = Files.createTempDirectory(folder, "program-");
      Path code = Files.createDirectory(aside.resolve(PACKAGE));
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(code.resolve(file.getKey()), file.getValue());
      }
      Folders.moveUnlessPresent(aside, target);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String digest(Map<String, byte[]> files) {
    var sha256 = Digests.sha256();
    files.forEach(
        (name, content) -> {
          sha256.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
          sha256.update(content);
        });
    return Digests.hex(sha256.digest());
  }

  private static byte[] resource(String name) {
    try (InputStream stream = TrainerProgram.class.getResourceAsStream("package/" + name)) {
      if (stream == null) {
        throw new IllegalStateException(
            "Resource '%s': missing from this library; build it again".formatted(name));
      }
      return stream.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
