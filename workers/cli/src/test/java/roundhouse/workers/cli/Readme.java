package roundhouse.workers.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// The project's README as its tests see it.
record Readme(Path root, String text) {
  private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");

  static Readme read() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no mvnw above the tests");
    }
    return new Readme(folder, Files.readString(folder.resolve("README.md")));
  }

  /// The shell blocks, in order: what a reader would paste.
  List<String> shellBlocks() {
    return SHELL.matcher(text).results().map(block -> block.group(1)).toList();
  }
}
